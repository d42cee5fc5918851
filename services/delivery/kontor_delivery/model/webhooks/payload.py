"""What a partner receives: the public fact with its id, its place in the order, its schema."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from uuid import UUID

from kontor_delivery.model.webhooks.masking import masked

#: Facts of one type only ever grow: the version of the published contracts says how far.
SCHEMA_VERSION = version("kontor-contracts")
#: Sent by the test button.
TEST_TYPE = "webhook-test"


@dataclass(frozen=True, slots=True)
class PublicFact:
    """A fact as published: `body` is its JSON."""

    id: str
    topic: str
    type: str
    subject: str
    time: datetime
    party_id: UUID
    body: str
    #: Its `traceparent`.
    trace: str | None = None

    def payload(self, sequence: int) -> bytes:
        """As the partner gets it; `sequence` counts its messages about this party from 1."""
        head = json.dumps({
            "type": self.type,
            "id": self.id,
            "timestamp": self.time.isoformat(),
            "subject": self.subject,
            "party_id": str(self.party_id),
            "sequence": sequence,
            "schema": f"urn:kontor:event:{self.topic}:{self.type}",
            "schema_version": SCHEMA_VERSION,
        })  # fmt: skip
        return f'{head[:-1]}, "data": {masked(self.body)}}}'.encode()


def party_of(body: str) -> UUID | None:
    """The party that a fact is about; a fact about none is nobody's business outside."""
    return _party_in(json.loads(body))


def _party_in(fact: object) -> UUID | None:
    if not isinstance(fact, dict):
        return None
    if "party_id" in fact:
        return UUID(fact["party_id"])
    if isinstance(party := fact.get("party"), dict):
        return UUID(party["id"])
    inner = (_party_in(value) for value in fact.values())
    return next((party_id for party_id in inner if party_id), None)


def test_payload(now: datetime) -> bytes:
    """Nothing happened: somebody pressed the button."""
    return json.dumps({"type": TEST_TYPE, "timestamp": now.isoformat(), "data": {}}).encode()
