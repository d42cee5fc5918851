"""A debit that came back and is asked for again: a new collection, with an id of its own."""

from datetime import date
from uuid import uuid5

from kontor_contracts.billing.collection import DebitAnnounced
from kontor_contracts.errors import ConflictError

from kontor_billing.model.collections import CollectionState, TrackedCollection

#: Of one collection, the first included.
MAX_ATTEMPTS = 2
#: No mandate, and the debtor died: never again, whoever asks.
NEVER_AGAIN = frozenset({"MD01", "MD07"})
CAME_BACK = (CollectionState.REJECTED, CollectionState.RETURNED)


class NotPresentableError(ConflictError):
    """Only a debit that came back is presented again, and only so often."""


def attempt_of(collection: TrackedCollection) -> int:
    return int(collection.reference.rpartition("-")[2])


def again(collection: TrackedCollection, due_on: date) -> TrackedCollection:
    """The next attempt, the same however often it is asked for; NotPresentableError names why."""
    if collection.state not in CAME_BACK:
        raise NotPresentableError(f"{collection.reference} is {collection.state}")
    if collection.code in NEVER_AGAIN:
        raise NotPresentableError(f"after {collection.code} a debit is never presented again")
    attempt = attempt_of(collection) + 1
    if attempt > MAX_ATTEMPTS:
        raise NotPresentableError(f"{collection.reference} was presented {MAX_ATTEMPTS} times")
    base = collection.reference.rpartition("-")[0]
    return TrackedCollection(
        id=uuid5(collection.id, f"attempt/{attempt}"),
        reference=f"{base}-{attempt}",
        due_on=due_on,
        state=CollectionState.OPEN,
        **collection.model_dump(include=KEPT),
    )


def announced(attempt: TrackedCollection) -> DebitAnnounced:
    """What the debtor is told of: the notice on the invoice was for the first attempt."""
    return DebitAnnounced(collection_id=attempt.id, **attempt.model_dump(include=TOLD))


TOLD = {
    "invoice_id", "invoice_number", "party_id", "payer_id", "reference", "amount", "currency",
    "mandate_id", "due_on",
}  # fmt: skip
KEPT = {
    "invoice_id", "invoice_number", "run_id", "party_id", "payer_id", "way", "amount", "currency",
    "mandate_id",
}  # fmt: skip
