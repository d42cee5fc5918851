"""Processes that a killed supervisor left behind: known by a mark in their environment.

Not by pid files: one may be missing at the instant of the kill, or name a number used again.
"""

import contextlib
import os
import select
import signal
import time
from pathlib import Path

STARTED_BY = "KONTOR_STARTED_BY"
STARTED_IN = "KONTOR_STARTED_IN"
STOP_SECONDS = 15.0
KILL_SECONDS = 5.0
PROC = Path("/proc")


def mark(directory: Path) -> dict[str, str]:
    """Environment variables that tell whose process it is and which data it works on."""
    return {STARTED_BY: identity(os.getpid()) or "", STARTED_IN: str(directory.resolve())}


def identity(pid: int) -> str | None:
    """The pid with its start time, which together are never used again; None when it is gone."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name, in brackets, may hold blanks; state is field 3 and start time field 22 (proc(5)).
    state, *fields = stat.rpartition(")")[2].split()
    return None if state == "Z" else f"{pid}/{fields[18]}"


def end_orphans(directory: Path) -> int:
    """End all processes at work in or below `directory` whose supervisor is gone; how many."""
    with contextlib.ExitStack() as stack:
        orphans = open_orphans(directory, stack)
        for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, KILL_SECONDS)):
            send(orphans, number)
            wait_for_end(orphans, seconds)
        return len(orphans)


def open_orphans(directory: Path, stack: contextlib.ExitStack) -> list[int]:
    """A descriptor for each; looked at again once open, as its number may be another's by then."""
    descriptors = []
    for pid in orphan_pids(directory):
        with contextlib.suppress(ProcessLookupError):
            descriptor = os.pidfd_open(pid)
            stack.callback(os.close, descriptor)
            if is_orphan(pid, directory):
                descriptors.append(descriptor)
    return descriptors


def orphan_pids(directory: Path) -> list[int]:
    pids = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in pids if is_orphan(pid, directory)]


def is_orphan(pid: int, directory: Path) -> bool:
    variables = environment(pid)
    owner, place = variables.get(STARTED_BY), variables.get(STARTED_IN)
    if not owner or not place or not Path(place).is_relative_to(directory.resolve()):
        return False
    return identity(int(owner.partition("/")[0])) != owner


def environment(pid: int) -> dict[str, str]:
    """Variables of a process as it was started; none when it is gone or someone else's."""
    with contextlib.suppress(OSError):
        pairs = (PROC / str(pid) / "environ").read_bytes().decode(errors="replace").split("\0")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    return {}


def send(descriptors: list[int], number: signal.Signals) -> None:
    for descriptor in descriptors:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(descriptor, number)


def wait_for_end(descriptors: list[int], seconds: float) -> None:
    """Wait until every process has ended (its descriptor turns readable then) or time is up."""
    end, left = time.monotonic() + seconds, list(descriptors)
    while left and (remaining := end - time.monotonic()) > 0:
        ended, _, _ = select.select(left, (), (), remaining)
        left = [descriptor for descriptor in left if descriptor not in ended]
