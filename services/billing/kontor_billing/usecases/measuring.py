"""How far the billing runs are, for Prometheus."""

from kontor_chassis.clock import now
from kontor_chassis.metrics import set_all
from prometheus_client import Gauge

from kontor_billing.usecases.billing import Billing

CHUNKS = Gauge("kontor_run_chunks", "Chunks of a run that is not completed", ["run", "state"])
AGE = Gauge("kontor_run_age_seconds", "Time since such a run was asked for", ["run"])


async def measure_runs(billing: Billing) -> None:
    """Runs are shown until they are completed; a waiting one has no chunks yet."""
    runs = await billing.runs.unfinished()
    chunks: dict[tuple[str, ...], float] = {}
    for run in runs:
        done = await billing.chunks.count_done(run.id)
        chunks |= {(run.label, "done"): done, (run.label, "open"): run.chunks - done}
    set_all(CHUNKS, chunks)
    set_all(AGE, {(run.label,): (now() - run.asked_at).total_seconds() for run in runs})
