"""CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_` headers, the fact as JSON body."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from kontor_contracts.event import Event
from kontor_contracts.topic import Topic

CONTENT_TYPE = "application/json"
Headers = list[tuple[str, bytes]]


class NotAnEventError(Exception):
    """The message is no fact that we can read; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The context attributes of one message (CloudEvents 1.0, section 3.1)."""

    id: str
    type: str
    source: str
    subject: str
    time: datetime
    traceparent: str | None = None
    #: Extension attribute: the name of whoever caused the fact; empty: it came about by itself.
    actor: str = ""

    def headers(self) -> Headers:
        """The Kafka headers (CloudEvents Kafka binding 1.0.2, section 3.2).

        The trace (W3C trace context) stands in CloudEvents' distributed tracing extension, and
        under the bare name by which tracers of Kafka clients look for it.
        """
        pairs = {
            "ce_specversion": "1.0",
            "ce_id": self.id,
            "ce_source": self.source,
            "ce_type": self.type,
            "ce_subject": self.subject,
            "ce_time": self.time.isoformat(),
            "content-type": CONTENT_TYPE,
        }
        if self.actor:
            pairs["ce_actor"] = self.actor
        if self.traceparent:
            pairs |= {"ce_traceparent": self.traceparent, "traceparent": self.traceparent}
        return [(name, value.encode()) for name, value in pairs.items()]


def read_envelope(headers: Iterable[tuple[str, bytes]]) -> Envelope:
    """The envelope of a received message; NotAnEventError when it lacks an attribute."""
    try:
        found = {name: value.decode() for name, value in headers}
        return _envelope(found)
    except KeyError as missing:
        message = f"the header {missing} is missing"
        raise NotAnEventError(message) from missing
    except ValueError as wrong:
        message = f"a header cannot be read: {wrong}"
        raise NotAnEventError(message) from wrong


def _envelope(found: Mapping[str, str]) -> Envelope:
    return Envelope(
        id=found["ce_id"],
        type=found["ce_type"],
        source=found["ce_source"],
        subject=found.get("ce_subject", ""),
        time=datetime.fromisoformat(found["ce_time"]),
        traceparent=found.get("traceparent") or found.get("ce_traceparent"),
        actor=found.get("ce_actor", ""),
    )


def read_event(topic: Topic, event_type: str, body: bytes | None) -> Event | None:
    """The fact in `body`; None for a type not known here, NotAnEventError when it is not valid."""
    known = topic.events.get(event_type)
    if known is None:
        return None
    try:
        return known.model_validate_json(body or b"")
    except ValidationError as wrong:
        details = "; ".join(
            f"{'.'.join(map(str, error['loc'])) or 'body'}: {error['msg']}"
            for error in wrong.errors()
        )
        raise NotAnEventError(details) from wrong
