"""In whose name the work at hand is done: told in the envelopes of the facts that it causes."""

from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("actor", default="")


def current() -> str:
    """The name of the caller of the request at hand; empty where nobody asked for it."""
    return _current.get()


def acts(name: str) -> None:
    """From now on within this request it is this caller who acts."""
    _current.set(name)
