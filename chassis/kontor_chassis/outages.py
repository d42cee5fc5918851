"""Which errors mean that a part is away for a while, and not that the work itself is wrong."""

from aiokafka.errors import KafkaError
from pymongo.errors import ConnectionFailure, PyMongoError

_PASSING_LABELS = ("TransientTransactionError", "RetryableWriteError")


def is_outage(error: BaseException) -> bool:
    """Whether the same work may well succeed later: lost connections, elections, timeouts."""
    if isinstance(error, PyMongoError):
        return isinstance(error, ConnectionFailure) or any(
            error.has_error_label(label) for label in _PASSING_LABELS
        )
    return isinstance(error, KafkaError | OSError | TimeoutError)
