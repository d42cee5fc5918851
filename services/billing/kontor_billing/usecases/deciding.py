"""What is read before anything is decided; the run and its preview do the same."""

from collections.abc import Collection as Sized
from datetime import date
from uuid import UUID

from kontor_contracts.values import Period

from kontor_billing.model.context import RunContext, run_context
from kontor_billing.model.decision import Decision, decide
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.usage import with_usage


async def context_of(billing: Billing, run_id: UUID, period: Period, issued_on: date) -> RunContext:
    return run_context(
        run_id,
        period,
        issued_on=issued_on,
        organisation=await billing.replicas.organisation(),
        rates=await billing.rates.all(),
    )


async def decide_all(
    billing: Billing, context: RunContext, party_ids: Sized[UUID]
) -> list[Decision]:
    """A decision for each party that has something to bill, in the order of the ids."""
    folders = await billing.folders.of_parties(party_ids)
    folders = await with_usage(billing, context, folders)
    parties = await billing.replicas.parties(folders)
    payments = await billing.replicas.payments(folders)
    decisions = [
        decide(
            context, parties[party_id], payment=payments.get(party_id), folders=folders[party_id]
        )
        for party_id in party_ids
        if party_id in folders and party_id in parties
    ]
    return [one for one in decisions if one.invoices or one.left_out]
