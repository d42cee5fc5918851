"""What is read before anything is decided; the run and its preview do the same."""

from collections.abc import Collection as Sized
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.values import Period

from kontor_billing.model.context import RunContext, run_context
from kontor_billing.model.decision import Decision, decide
from kontor_billing.model.payer import Debtor, payer_id_of
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.usage import ByParty, with_usage


async def context_of(
    billing: Billing, run_id: UUID, period: Period, issued_on: date, batch: str = ""
) -> RunContext:
    context = run_context(
        run_id,
        period,
        issued_on=issued_on,
        organisation=await billing.replicas.organisation(),
        rates=await billing.rates.all(),
    )
    return replace(context, batch=batch)


class Found(NamedTuple):
    """Parties with folders, and all that is decided from."""

    folders: ByParty
    parties: dict[UUID, Party]
    payments: dict[UUID, PaymentDetails]
    payers: dict[UUID, Debtor]

    def decide(self, context: RunContext, party_id: UUID) -> Decision:
        return decide(
            context,
            self.parties[party_id],
            payment=self.payments.get(party_id),
            folders=self.folders[party_id],
            payers=self.payers,
        )


async def found_of(billing: Billing, context: RunContext, party_ids: Sized[UUID]) -> Found:
    """In the order of the ids; a party that is not known here yet is absent."""
    folders = await billing.folders.of_parties(party_ids)
    parties = await billing.replicas.parties(folders)
    ordered = {one: folders[one] for one in party_ids if one in folders and one in parties}
    used = await with_usage(billing, context, ordered)
    ids = {payer_id_of(parties[one], of.folder) for one, many in used.items() for of in many}
    payers = await payers_of(billing, {one for one in ids if one})
    return Found(used, parties, await billing.replicas.payments(used), payers)


async def payers_of(billing: Billing, ids: Sized[UUID]) -> dict[UUID, Debtor]:
    if not ids:
        return {}
    details = await billing.replicas.payments(ids)
    parties = await billing.replicas.parties(ids)
    return {one: Debtor(party, details.get(one)) for one, party in parties.items()}


async def decide_all(
    billing: Billing, context: RunContext, party_ids: Sized[UUID]
) -> list[Decision]:
    """A decision for each party that has something to bill, in the order of the ids."""
    found = await found_of(billing, context, party_ids)
    decisions = [found.decide(context, one) for one in found.folders]
    return [one for one in decisions if one]
