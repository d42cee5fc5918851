"""How long people wait for customers among 200 000, and how fast a company moves in."""

import statistics
from collections.abc import AsyncIterator, Sequence

import httpx
from kontor_cli.client.kontor import connected

from kontor_bench.customers import moving_in
from kontor_bench.customers.load import PER_SECOND, SECONDS, USERS, BackOffice, Work
from kontor_bench.customers.seed import seed
from kontor_bench.figures import Figure
from kontor_bench.place import Place, Running, signed_in
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

PARTIES = 200_000
PATIENCE_SECONDS = 30.0


async def measure(place: Place, bar: Bar, *, parties: int = PARTIES) -> AsyncIterator[Figure]:
    services = ("kontor_customers api", "kontor_customers relay")
    async with place.processes(*services) as (api, _):
        with connected(signed_in(place, customers=api)) as kontor:
            for figure in await moving_in.figures(place, kontor, bar):
                yield figure
    bar.step(f"entering {parties} parties")
    sought = await seed(place, parties, bar)
    async with place.processes(*services) as (api, _):
        bar.step(f"{PER_SECOND} requests a second")
        before = Usage.of(api.pid).seconds
        async with httpx.AsyncClient(base_url=api.url, timeout=PATIENCE_SECONDS) as client:
            client.headers["Authorization"] = f"Bearer {await token(place, api)}"
            waits = await BackOffice(client, sought).measured(bar)
        busy = Usage.of(api.pid).seconds - before
    for work in Work:
        yield waiting(work, waits[work], parties)
    note = f"of one core, at {PER_SECOND} requests a second"
    yield Figure("customers api, busy", 100 * busy / SECONDS, "%", note)


def waiting(work: Work, waits: Sequence[float], parties: int) -> Figure:
    median = statistics.median(waits)
    load = f"{PER_SECOND} mixed requests/s of {USERS} users, open loop, {parties} parties"
    note = f"p95 of {len(waits)}, {load}; median {median:.1f}, slowest {max(waits):.0f}"
    return Figure(f"customers: {work}", statistics.quantiles(waits, n=20)[-1], "ms", note)


async def token(place: Place, customers: Running) -> str:
    known = place.environment
    credentials = {
        "email": known["KONTOR_ADMIN_EMAIL"],
        "password": known["KONTOR_ADMIN_PASSWORD"],
    }
    async with httpx.AsyncClient(base_url=customers.url) as client:
        answer = await client.post("/token", json=credentials)
        return str(answer.raise_for_status().json()["access_token"])
