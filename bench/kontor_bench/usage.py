"""What a process has used so far, as the kernel counts it (proc(5))."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Usage:
    """Seconds of a core, and the most memory it ever had in use, in MB."""

    seconds: float
    peak: float

    @classmethod
    def of(cls, pid: int) -> Self:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
        # The name, in brackets, may hold blanks; utime and stime are fields 14 and 15.
        fields = stat.rpartition(")")[2].split()
        return cls((int(fields[11]) + int(fields[12])) / TICKS, kilobytes(pid, "VmHWM") / 1024)


def busy_seconds() -> float:
    """Core seconds of everything that ran on this machine since its start."""
    fields = (PROC / "stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:9]
    user, nice, system, _idle, _waiting, *interrupts = map(int, fields)
    return (user + nice + system + sum(interrupts)) / TICKS


def cores() -> int:
    return len(os.sched_getaffinity(0))


def idle_memory(pid: int) -> float:
    """MB in use now."""
    return kilobytes(pid, "VmRSS") / 1024


def kilobytes(pid: int, field: str) -> int:
    status = (PROC / str(pid) / "status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1])


def machine() -> str:
    """Cores, memory and interpreter, to be read beside every figure."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / MEGABYTE / 1024
    return f"{cores()} cores, {memory:.0f} GB, Python {platform.python_version()}"
