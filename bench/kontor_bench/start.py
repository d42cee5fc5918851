"""How long every process of Kontor takes to start and to stop, and its memory while idle."""

import statistics
import time
from collections.abc import AsyncIterator
from typing import NamedTuple

from kontor_chassis.topic_admin import ensure_topics
from kontor_local.processes import PROCESSES

from kontor_bench.figures import Figure
from kontor_bench.place import Place
from kontor_bench.progress import Bar
from kontor_bench.usage import idle_memory


class Start(NamedTuple):
    name: str
    replicas: int
    seconds: float
    stopping: float
    memory: float


async def measure(place: Place, bar: Bar) -> AsyncIterator[Figure]:
    await ensure_topics(place.settings)
    starts = []
    for number, process in enumerate(PROCESSES):
        bar.step(process.name)
        bar.at(number, len(PROCESSES))
        began = time.perf_counter()
        async with place.processes(f"kontor_{process.service} {process.role}") as (started,):
            seconds = time.perf_counter() - began
            memory = idle_memory(started.pid)
            asked = time.perf_counter()
        stopping = time.perf_counter() - asked
        starts.append(Start(process.name, process.replicas, seconds, stopping, memory))
    slowest = max(starts, key=lambda one: one.seconds)
    largest = max(starts, key=lambda one: one.memory)
    yield Figure(
        "start of a process",
        statistics.median(one.seconds for one in starts),
        "s",
        f"until it is ready, median; at most {slowest.seconds:.1f} s, {slowest.name}",
    )
    last = max(starts, key=lambda one: one.stopping)
    yield Figure(
        "stop of a process",
        statistics.median(one.stopping for one in starts),
        "s",
        f"asked by SIGTERM while idle, median; at most {last.stopping:.1f} s, {last.name}",
    )
    yield Figure(
        "idle process, memory",
        statistics.median(one.memory for one in starts),
        "MB",
        f"median; at most {largest.memory:.0f} MB, {largest.name}",
    )
    yield Figure(
        "all processes, idle memory",
        sum(one.memory * one.replicas for one in starts),
        "MB",
        f"{sum(one.replicas for one in starts)} processes, without Kafka and MongoDB",
    )
