"""What is to run: a command with its settings, and how to tell that it is ready."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

#: Answers whether the part can be used now; called again and again until it says yes.
Probe = Callable[[], Awaitable[bool]]


async def at_once() -> bool:
    return True


async def nothing() -> None:
    """Need no preparation."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A part of Kontor as a process. `ports` are named by the setting that changes them."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[str, int] = field(default_factory=dict)
    prepare: Callable[[], Awaitable[None]] = nothing
    ready: Probe = at_once
    #: Seconds that a start and a stop may take.
    start_limit: float = 60
    stop_limit: float = 15
