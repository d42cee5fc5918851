"""Which parts of a record a fact changed: hashes are compared, so that no values are kept."""

import hashlib
from collections.abc import Mapping

from kontor_contracts.billing.folder import FolderEvent
from kontor_contracts.customers.party import PartyEvent
from kontor_contracts.event import Event
from pydantic import BaseModel

#: The parts that people know, by the fields of the party; what is not named is `data`.
OF_PARTY = {
    "lifecycle": "lifecycle",
    "customer_since": "lifecycle",
    "contacts": "contacts",
    "billing_address": "address",
    "delivery_address": "address",
    "vat": "vat",
    "vat_id": "vat",
    "delivery": "delivery",
    "electronic_address": "delivery",
    "chorus": "delivery",
    "buyer_reference": "delivery",
    "consolidate_invoices": "commercial",
    "payment_term": "commercial",
    "minimum_invoice": "commercial",
    "billing_batch": "commercial",
    "on_hold": "on-hold",
}
OF_FOLDER = {"lines": "lines", "payment": "payment", "suspensions": "suspensions"}
IGNORED = frozenset({"id", "version", "party_id", "state", "activated_on", "closed_on"})


def marks_of(event: Event) -> dict[str, str] | None:
    """A hash of each field of the record; None where changes are not told."""
    if isinstance(event, PartyEvent):
        return _marks(event.party)
    return _marks(event.folder) if isinstance(event, FolderEvent) else None


def changed_parts(event: Event, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The codes of what differs, in a fixed order."""
    parts = OF_PARTY if isinstance(event, PartyEvent) else OF_FOLDER
    differing = {name for name in after if before.get(name) != after[name]}
    found = {parts.get(name, "data") for name in differing}
    return sorted(found)


def _marks(record: BaseModel) -> dict[str, str]:
    written = record.model_dump(mode="json", exclude=set(IGNORED))
    return {
        name: hashlib.sha256(repr(value).encode()).hexdigest()[:16]
        for name, value in written.items()
    }
