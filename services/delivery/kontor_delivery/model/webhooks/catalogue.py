"""Which facts partners may have: those of a party, on the topics open to them."""

from collections.abc import Iterable

from kontor_contracts import catalogue
from kontor_contracts.errors import FieldError
from kontor_contracts.event import Event
from kontor_contracts.topics import (
    BILLING_FOLDER,
    BILLING_INVOICE,
    CUSTOMERS_PARTY,
    DELIVERY_DELIVERY,
)

TOPICS = (CUSTOMERS_PARTY, BILLING_FOLDER, BILLING_INVOICE, DELIVERY_DELIVERY)
#: On an open topic, but about no party, or for the house alone.
HOUSE_MATTERS = frozenset({
    "note-written",
    "archive-created",
    "export-created",
    "webhook-endpoint-failing",
    "webhook-endpoint-disabled",
})  # fmt: skip


def public_facts() -> dict[str, type[Event]]:
    """By type."""
    open_to_partners = set(TOPICS)
    return {
        event.type: event
        for event in catalogue.all_events()
        if event.topic in open_to_partners and event.type not in HOUSE_MATTERS
    }


def fact_faults(facts: Iterable[str]) -> list[FieldError]:
    """A fault for each that is none of ours."""
    known = public_facts()
    chosen = list(facts)
    if not chosen:
        return [FieldError("facts", "empty", f"Choose some of {', '.join(known)}.")]
    return [
        FieldError(
            "facts", "unknown-fact", f"There is no fact {one}; choose of {', '.join(known)}."
        )
        for one in chosen
        if one not in known
    ]
