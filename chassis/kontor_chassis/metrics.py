"""What every service counts and measures for Prometheus."""

from collections.abc import Mapping

from prometheus_client import Counter, Gauge, Histogram

PUBLISHED = Counter("kontor_outbox_published", "Facts acknowledged by the broker")
HANDLED = Counter("kontor_events_handled", "Facts handled", ["group", "topic"])
PARKED = Counter("kontor_events_parked", "Messages parked", ["group", "topic"])
BATCH_SECONDS = Histogram("kontor_batch_seconds", "Time to handle one batch", ["group", "topic"])
REQUEST_SECONDS = Histogram(
    "kontor_request_seconds", "Time to answer a request", ["method", "route", "status"]
)

OUTBOX_FACTS = Gauge("kontor_outbox_facts", "Facts that wait for the relay", ["service"])
OUTBOX_AGE = Gauge("kontor_outbox_age_seconds", "Age of the oldest of them", ["service"])
PARKED_NOW = Gauge("kontor_parked_messages", "Messages that are parked now", ["group", "topic"])
LAG = Gauge("kontor_consumer_lag", "Messages that a group has not handled yet", ["group", "topic"])
MEASURED_AT = Gauge("kontor_measured_at_seconds", "When what waits was last measured", ["service"])


def set_all(gauge: Gauge, values: Mapping[tuple[str, ...], float]) -> None:
    """Show these values by their labels, and none of before: nobody sees half of it."""
    gauge.clear()
    for labels, value in values.items():
        gauge.labels(*labels).set(value)
