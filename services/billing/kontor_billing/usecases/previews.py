"""What a run would do now, by the code of the run, with nothing written."""

from datetime import date
from uuid import UUID

from kontor_chassis.clock import now

from kontor_billing.model.months import month_period
from kontor_billing.model.preview import Preview, preview_of
from kontor_billing.model.run import grouped_by_size
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.deciding import context_of, decide_all

NO_RUN = UUID(int=0)


async def preview_run(billing: Billing, month: str, issued_on: date | None) -> Preview:
    period = month_period(month)
    day = issued_on or civil_day(await billing.replicas.organisation(), now())
    context = await context_of(billing, NO_RUN, period, day)
    decisions = []
    parties = [party async for party in billing.folders.billable_parties()]
    for chunk in grouped_by_size(parties, billing.chunk_size):
        decisions += await decide_all(billing, context, chunk)
    return preview_of(month, decisions)
