"""What banks have been shown of a mandate, kept with every step of its debits."""

from collections.abc import Callable, Sequence
from uuid import UUID

from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.collection import PaymentReturned, ReturnKind
from kontor_contracts.customers.payment import MandateState, PaymentDetails
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.collections import TrackedCollection
from kontor_billing.model.debit.files import DebitFile
from kontor_billing.model.debit.mandate_use import Identity, MandateUse, identity
from kontor_billing.model.debit.presentation import NOTHING_FOLLOWS
from kontor_billing.model.payment import sepa_mandate
from kontor_billing.usecases.billing import Billing

Step = Callable[[MandateUse, TrackedCollection, Identity], MandateUse]


async def note_presented(
    billing: Billing, found: Sequence[TrackedCollection], tx: Transaction
) -> None:
    await _note(billing, found, _presented, tx)


async def note_accepted(
    billing: Billing, found: Sequence[TrackedCollection], tx: Transaction
) -> None:
    await _note(billing, found, lambda use, _, shown: use.accepted(shown), tx)


async def note_returned(
    billing: Billing, collection: TrackedCollection, fact: PaymentReturned, tx: Transaction
) -> None:
    """From here on nothing is collected by a mandate that the code speaks against."""
    last = collection.sequence in NOTHING_FOLLOWS

    def step(use: MandateUse, _: TrackedCollection, shown: Identity) -> MandateUse:
        return use.came_back(fact, shown, last=last)

    await _note(billing, [collection], step, tx)
    if last and fact.kind is ReturnKind.REJECTED and collection.file_id and collection.mandate_id:
        await billing.debit_files.free_mandate(collection.file_id, collection.mandate_id, tx)


async def release_hold(billing: Billing, mandate_id: UUID, party_id: UUID) -> MandateUse:
    return await _change(billing, mandate_id, party_id, {"hold": ""})


async def want_last(billing: Billing, mandate_id: UUID, party_id: UUID) -> MandateUse:
    """The mandate's next debit says `FNAL`, and none follows."""
    return await _change(billing, mandate_id, party_id, {"last_wanted": True})


async def of_party(billing: Billing, party_id: UUID) -> list[MandateUse]:
    """Of every SEPA mandate that the party has, used or not."""
    details = (await billing.replicas.payments([party_id])).get(party_id)
    ids = [one.id for one in details.mandates] if details else []
    uses = await billing.mandate_uses.of(ids)
    return [uses.get(one, MandateUse(id=one, party_id=party_id)) for one in ids]


async def follow_customers(
    billing: Billing, payments: Sequence[PaymentDetails], tx: Transaction
) -> None:
    """A mandate that customers does not hold active needs no hold of billing's any more."""
    held = [
        mandate.id
        for one in payments
        for mandate in one.mandates
        if mandate.state is not MandateState.ACTIVE
    ]
    if held:
        await billing.mandate_uses.hand_over(held, tx)


async def _change(
    billing: Billing, mandate_id: UUID, party_id: UUID, news: dict[str, object]
) -> MandateUse:
    details = (await billing.replicas.payments([party_id])).get(party_id)
    if sepa_mandate(details, mandate_id) is None:
        raise NotFoundError("the party has no such SEPA mandate")

    async def work(tx: Transaction) -> MandateUse:
        uses = await billing.mandate_uses.of([mandate_id], tx)
        use = uses.get(mandate_id, MandateUse(id=mandate_id, party_id=party_id))
        changed = use.model_copy(update=news)
        await billing.mandate_uses.save([changed], tx)
        return changed

    return await billing.transactions.run(work)


async def _note(
    billing: Billing, found: Sequence[TrackedCollection], step: Step, tx: Transaction
) -> None:
    ours = [one for one in found if one.mandate_id and one.file_id]
    uses = await billing.mandate_uses.of([one.mandate_id for one in ours if one.mandate_id], tx)
    shown = await _shown(billing, ours)
    for one in ours:
        if one.mandate_id and one.id in shown:
            fresh = MandateUse(id=one.mandate_id, party_id=one.debtor_id)
            use = uses.get(one.mandate_id, fresh)
            uses[one.mandate_id] = step(use, one, shown[one.id])
    await billing.mandate_uses.save(list(uses.values()), tx)


def _presented(use: MandateUse, one: TrackedCollection, shown: Identity) -> MandateUse:
    assert one.collection_date  # noqa: S101  # it is in a file
    last = one.sequence in NOTHING_FOLLOWS
    return use.presented(one.collection_date, shown, last=last)


async def _shown(billing: Billing, found: Sequence[TrackedCollection]) -> dict[UUID, Identity]:
    """What each debit's file says of its mandate."""
    files: dict[UUID, DebitFile | None] = {}
    for file_id in {one.file_id for one in found if one.file_id}:
        files[file_id] = await billing.debit_files.get(file_id)
    return {
        collection_id: identity(
            file.creditor,
            reference=debit.mandate_reference,
            iban=debit.iban,
            b2b_confirmed_on=debit.b2b_confirmed_on,
        )
        for file in files.values()
        if file
        for debit, collection_id in await billing.debit_files.debits_of(
            file, [one.id for one in found]
        )
    }
