"""How long a person waits for a list or a calendar over half a million actions."""

import random
import statistics
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx

from kontor_bench.figures import Figure
from kontor_bench.place import Place, Running
from kontor_bench.progress import Bar
from kontor_bench.tasks.seed import DAYS, FIRST_DAY, MEMBERS, PARTIES, seed
from kontor_bench.usage import Usage

ACTIONS = 500_000
#: Of each kind; the first ones warm connections and plans up and are not counted.
REQUESTS, WARM_UP = 200, 20
SERVICES = (
    "kontor_customers api",
    "kontor_customers relay",
    "kontor_tasks subscribers",
    "kontor_tasks api",
)
PATIENCE_SECONDS = 30.0
Query = dict[str, str]
chance = random.Random(1)


def day() -> str:
    return (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()


def member() -> str:
    return str(chance.choice(MEMBERS))


ASKED: dict[str, tuple[str, Callable[[], Query]]] = {
    "a month, everybody's": ("/calendar/month", lambda: {"day": day()}),
    "a month of one member": ("/calendar/month", lambda: {"day": day(), "assignee_id": member()}),
    "a month, unfinished": ("/calendar/month", lambda: {"day": day(), "unfinished": "true"}),
    "a week, everybody's": ("/calendar/week", lambda: {"day": day()}),
    "overdue of one member": ("/actions", lambda: {"overdue": "true", "assignee_id": member()}),
    "of one party": ("/actions", lambda: {"party_id": str(chance.choice(PARTIES))}),
}


async def measure(place: Place, bar: Bar, *, actions: int = ACTIONS) -> AsyncIterator[Figure]:
    bar.step("entering the actions")
    await seed(place, actions, bar)
    async with (
        place.processes(*SERVICES) as (customers, _relay, _subscribers, tasks),
        httpx.AsyncClient(base_url=tasks.url, timeout=PATIENCE_SECONDS) as client,
    ):
        client.headers["Authorization"] = f"Bearer {await token(place, customers)}"
        await until_signed_in(client)
        for name, (path, query) in ASKED.items():
            bar.step(name)
            used = core_seconds(place, tasks)
            waits = [await milliseconds(client, path, query()) for _ in range(REQUESTS)]
            core = (core_seconds(place, tasks) - used) / REQUESTS * 1000
            yield figure(name, waits[WARM_UP:], actions, core)


def core_seconds(place: Place, tasks: Running) -> float:
    """Of the API and of MongoDB: other work on the machine makes people wait, and hardly this."""
    return sum(Usage.of(pid).seconds for pid in (tasks.pid, place.part("mongod")))


def figure(name: str, waits: list[float], actions: int, core: float) -> Figure:
    median = statistics.median(waits)
    note = (
        f"p95 of {len(waits)} over HTTP, {actions} actions; median {median:.1f}, "
        f"of a core {core:.1f}"
    )
    return Figure(f"actions: {name}", statistics.quantiles(waits, n=20)[-1], "ms", note)


async def milliseconds(client: httpx.AsyncClient, path: str, query: Query) -> float:
    started = time.perf_counter()
    (await client.get(path, params=query)).raise_for_status()
    return (time.perf_counter() - started) * 1000


async def token(place: Place, customers: Running) -> str:
    known = place.environment
    credentials = {
        "email": known["KONTOR_ADMIN_EMAIL"],
        "password": known["KONTOR_ADMIN_PASSWORD"],
    }
    async with httpx.AsyncClient(base_url=customers.url) as client:
        answer = await client.post("/token", json=credentials)
        return str(answer.raise_for_status().json()["access_token"])


async def until_signed_in(client: httpx.AsyncClient) -> None:
    """The keys that verify tokens come over Kafka."""
    give_up = time.perf_counter() + PATIENCE_SECONDS
    while (answer := await client.get("/action-kinds")).is_client_error:
        if time.perf_counter() > give_up:
            answer.raise_for_status()
