"""The W3C trace context that follows one request through HTTP, outbox, Kafka and handlers."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_FORM = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current() -> str | None:
    """The `traceparent` of the work at hand, if any."""
    return _current.get()


@contextmanager
def continued(traceparent: str | None) -> Iterator[str]:
    """Work within goes on under `traceparent`, or starts a trace where there is no valid one."""
    chosen = traceparent if traceparent and _FORM.match(traceparent) else _fresh()
    token = _current.set(chosen)
    try:
        yield chosen
    finally:
        _current.reset(token)


def _fresh() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
