"""What a worker process does: whatever is due, one thing after the other."""

from kontor_chassis.logs import log

from kontor_billing.store.runs import LeaseLostError
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.chunks import bill_next_chunk
from kontor_billing.usecases.debit_files import build_next_debit_file
from kontor_billing.usecases.debit_releases import follow_next_debit_file
from kontor_billing.usecases.runs import begin_waiting_run

STEPS = (bill_next_chunk, begin_waiting_run, build_next_debit_file, follow_next_debit_file)


async def work(billing: Billing) -> bool:
    """Do one piece of work; False when there was none."""
    for step in STEPS:
        try:
            if await step(billing):
                return True
        except LeaseLostError:
            log.info("work-taken-over", step=step.__name__)
            return True
    return False
