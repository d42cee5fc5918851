"""What every service counts for Prometheus."""

from prometheus_client import Counter, Histogram

PUBLISHED = Counter("kontor_outbox_published", "Facts acknowledged by the broker")
HANDLED = Counter("kontor_events_handled", "Facts handled", ["group", "topic"])
PARKED = Counter("kontor_events_parked", "Messages parked", ["group", "topic"])
BATCH_SECONDS = Histogram("kontor_batch_seconds", "Time to handle one batch", ["group", "topic"])
REQUEST_SECONDS = Histogram(
    "kontor_request_seconds", "Time to answer a request", ["method", "route", "status"]
)
