"""How deliveries stand, for Prometheus."""

from datetime import timedelta

from kontor_chassis.clock import now
from kontor_chassis.metrics import set_all
from prometheus_client import Gauge

from kontor_delivery.usecases.means import Means

#: So that counting takes as long in the tenth year as in the first.
COUNTED = timedelta(days=31)
DELIVERIES = Gauge(
    "kontor_deliveries", "Deliveries that were due in the last 31 days", ["channel", "state"]
)


async def measure_deliveries(means: Means) -> None:
    set_all(DELIVERIES, await means.store.deliveries.counts(now() - COUNTED))
