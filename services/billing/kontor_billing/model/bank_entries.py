"""What a bank tells us, item by item, in whichever format it came."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from kontor_contracts.billing.collection import (
    BankEntryKind,
    BankEntryUnmatched,
    PaymentReturned,
    ReturnKind,
)
from kontor_contracts.errors import ConflictError
from kontor_contracts.values import Amount, Value

from kontor_billing.model.collections import CollectionState, OpenCollection, TrackedCollection
from kontor_billing.model.debit.attempts import CAME_BACK, MAX_ATTEMPTS, attempt_of
from kontor_billing.model.returns import NO_REASON, consequence_of

#: Bytes of a bank's file.
LARGEST = 20 * 1024 * 1024


class NotAssignableError(ConflictError):
    """Only what is unmatched is assigned or dismissed, and once."""


class EntryState(StrEnum):
    MATCHED = "matched"
    UNMATCHED = "unmatched"
    #: Tells of a return that is known already.
    EVIDENCE = "evidence"
    #: By a person.
    ASSIGNED = "assigned"
    DISMISSED = "dismissed"


class Return(Value):
    """A direct debit that was refused or taken back."""

    #: The same for the same item in every file that tells of it.
    key: str
    kind: ReturnKind
    reference: str
    #: Of the debit itself; None where the format leaves it out.
    amount: Amount | None
    currency: str
    code: str
    text: str = ""
    #: `InstrId` and mandate (UMR), which tell the debit where the end-to-end id does not.
    instruction: str = ""
    mandate: str = ""
    #: When the debit was to be collected, where the bank says it.
    collected_on: date | None = None
    #: Why nobody may guess which debit it is; empty when it can be looked for.
    problem: str = ""


class BankEntry(Value):
    """A return and what was made of it."""

    entry: Return
    state: EntryState
    reason: str = ""
    collection_id: UUID | None = None


def is_reference(text: str) -> bool:
    """What banks write where there is no end-to-end id is none."""
    return text not in {"", "NOTPROVIDED"}


def only_fit(entry: Return, of_mandate: Sequence[TrackedCollection]) -> TrackedCollection | None:
    """The one debit of the mandate with this amount, and on this day if that is said."""
    fits = [
        one
        for one in of_mandate
        if one.amount == entry.amount and entry.collected_on in {None, one.collection_date}
    ]
    return fits[0] if len(fits) == 1 else None


def told_unmatched(entry: BankEntry) -> BankEntryUnmatched:
    said = entry.entry
    names = (said.reference, said.instruction, said.mandate)
    return BankEntryUnmatched(
        entry_id=said.key,
        kind=BankEntryKind.RETURN,
        amount=said.amount,
        currency=said.currency,
        reference=next(filter(is_reference, names), ""),
        reason=entry.reason,
    )


def matched(entry: Return, collection: OpenCollection | None) -> BankEntry:
    """There are no partial returns, and only what was presented comes back."""
    if entry.problem:
        return BankEntry(entry=entry, state=EntryState.UNMATCHED, reason=entry.problem)
    if collection is None:
        return BankEntry(entry=entry, state=EntryState.UNMATCHED, reason="no-such-collection")
    if reason := _mismatch(entry, collection):
        return BankEntry(entry=entry, state=EntryState.UNMATCHED, reason=reason)
    known = collection.state in CAME_BACK
    state = EntryState.EVIDENCE if known else EntryState.MATCHED
    return BankEntry(entry=entry, state=state, collection_id=collection.id)


def assigned(entry: BankEntry, collection: OpenCollection) -> BankEntry:
    """By a person; the same when it was assigned so before."""
    if entry.state is EntryState.ASSIGNED and entry.collection_id == collection.id:
        return entry
    if collection.state in {CollectionState.OPEN, *CAME_BACK}:
        raise NotAssignableError(f"{collection.reference} is {collection.state}")
    return _settled(entry, {"state": EntryState.ASSIGNED, "collection_id": collection.id})


def dismissed(entry: BankEntry, reason: str) -> BankEntry:
    if entry.state is EntryState.DISMISSED:
        return entry
    return _settled(entry, {"state": EntryState.DISMISSED, "reason": reason})


def _settled(entry: BankEntry, news: dict[str, object]) -> BankEntry:
    if entry.state is not EntryState.UNMATCHED:
        raise NotAssignableError(f"the entry is {entry.state} already")
    return entry.model_copy(update=news)


def _mismatch(entry: Return, collection: OpenCollection) -> str:
    if collection.state is CollectionState.OPEN:
        return "not-presented"
    if entry.amount not in {None, collection.amount}:
        return "amount-differs"
    if entry.currency not in {"", collection.currency}:
        return "currency-differs"
    return ""


def returned(
    entry: Return, collection: TrackedCollection, before: TrackedCollection | None
) -> PaymentReturned:
    """`before` is the debit before this one by the same mandate."""
    consequence = consequence_of(
        entry.code,
        no_reason_before=before is not None and before.code == NO_REASON,
        last_attempt=attempt_of(collection) >= MAX_ATTEMPTS,
    )
    mandate = consequence.mandate if collection.mandate_id else None
    return PaymentReturned(
        collection_id=collection.id,
        invoice_id=collection.invoice_id,
        invoice_number=collection.invoice_number,
        party_id=collection.party_id,
        payer_id=collection.payer_id,
        reference=collection.reference,
        kind=entry.kind,
        amount=collection.amount,
        currency=collection.currency,
        code=entry.code,
        text=entry.text,
        mandate_id=collection.mandate_id,
        mandate_becomes=mandate,
        needs_person=consequence.needs_person,
    )
