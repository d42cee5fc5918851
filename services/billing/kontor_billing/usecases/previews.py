"""What a run would do now, by the code of the run, with nothing written."""

from decimal import Decimal
from uuid import UUID

from kontor_chassis.clock import now
from kontor_contracts.customers.party import Party

from kontor_billing.model.batches import of_batch
from kontor_billing.model.context import RunContext
from kontor_billing.model.months import month_before, month_period
from kontor_billing.model.preview import (
    Considered,
    Months,
    NetByFolder,
    Preview,
    net_by_folder,
    preview_of,
)
from kontor_billing.model.run import Asking
from kontor_billing.usecases.batches import must_exist
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.deciding import Found, context_of, found_of

NO_RUN = UUID(int=0)


async def preview_run(
    billing: Billing, asking: Asking, *, notable_percent: Decimal, after: str, limit: int
) -> tuple[Preview, str | None]:
    """What `limit` customers behind account number `after` get, and the number to go on behind."""
    period = month_period(asking.month)
    await must_exist(billing, asking.batch)
    day = asking.issued_on or civil_day(await billing.replicas.organisation(), now())
    context = await context_of(billing, NO_RUN, period, day, asking.batch)
    parties = await billing.replicas.page(after=after, limit=limit)
    found = await found_of(billing, context, [party.id for party in parties])
    months = Months(
        before=await _issued(billing, month_before(asking.month), found),
        issued=await _issued(billing, asking.month, found),
        notable_percent=notable_percent,
    )
    considered = [_considered(context, found, party_id) for party_id in found.folders]
    following = parties[-1].number if len(parties) == limit else None
    return preview_of(asking.month, considered, months), following


def _considered(context: RunContext, found: Found, party_id: UUID) -> Considered:
    party: Party = found.parties[party_id]
    folders = tuple(found.folders[party_id])
    decision = found.decide(context, party_id)
    return Considered(party, of_batch(context.batch, party, folders), decision)


async def _issued(billing: Billing, month: str, found: Found) -> NetByFolder:
    """What the runs of a month issued for the folders of these parties."""
    runs = [run.id for run in await billing.runs.of_month(month)]
    facts = await billing.invoices.of_parties(found.folders, runs) if runs else []
    return net_by_folder(fact.invoice for fact in facts)
