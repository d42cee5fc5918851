"""How heavy the pages are, and how long the server needs for one."""

import re
import statistics
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import NamedTuple

import httpx

from kontor_bench.customers.portal import Credentials, let_in
from kontor_bench.customers.seed import Sought, seed
from kontor_bench.figures import Figure
from kontor_bench.place import Place, signed_in
from kontor_bench.progress import Bar

PARTIES = 5_000
#: Of each page; the first ones warm connections and templates up and are not counted.
REQUESTS, WARM_UP = 60, 10
PATIENCE_SECONDS = 60.0
#: With the APIs that the pages ask, and what brings the keys that verify tokens to them.
SERVICES = (
    "kontor_customers api",
    "kontor_billing api",
    "kontor_delivery api",
    "kontor_tasks api",
    "kontor_customers relay",
    "kontor_billing subscribers",
    "kontor_delivery subscribers",
    "kontor_tasks subscribers",
)
NAMES = ("CUSTOMERS", "BILLING", "DELIVERY", "TASKS")
LISTS = ("/customers", "/prospects", "/actions/month", "/actions/agenda", "/invoices", "/functions")
OF_PORTAL = ("", "/invoices", "/services", "/tickets", "/tickets/new", "/me", "/contacts")
OF_A_PARTY = ("", "/edit", "/contacts", "/notes", "/payment", "/folders", "/invoices", "/history")
LOADED = re.compile(r'(?:src|href)="(/static/[^"#]+)')


class Page(NamedTuple):
    """A page as a browser loads it for the first time; sizes are what travels, compressed."""

    path: str
    document: int
    with_parts: int
    waits: Sequence[float]


async def measure(place: Place, bar: Bar, *, parties: int = PARTIES) -> AsyncIterator[Figure]:
    bar.step(f"entering {parties} parties")
    sought = await seed(place, parties, bar)
    async with place.processes(*SERVICES) as running:
        urls = {f"KONTOR_{name}_URL": one.url for name, one in zip(NAMES, running, strict=False)}
        settings = urls | {"KONTOR_SECURE_COOKIES": "false"}
        async with (
            place.processes("kontor_web pages", settings=settings) as (web,),
            httpx.AsyncClient(
                base_url=web.url, timeout=PATIENCE_SECONDS, follow_redirects=True
            ) as client,
        ):
            await sign_in(client, place.environment, bar)
            office = signed_in(place, customers=running[0])
            await enter_portal(client, await let_in(place, office, sought[0].party_id), bar)
            found = [await measured(client, path, bar) for path in paths(sought)]
    for figure in figures(found, parties):
        yield figure


def paths(sought: Sequence[Sought]) -> list[str]:
    party = sought[0]
    of_it = [f"/parties/{party.party_id}{end}" for end in OF_A_PARTY]
    of_portal = [f"/portal{end}" for end in OF_PORTAL]
    return [*LISTS, f"/customers?q={party.words[0]}", *of_it, *of_portal]


async def sign_in(client: httpx.AsyncClient, known: Mapping[str, str], bar: Bar) -> None:
    fields = {"email": known["KONTOR_ADMIN_EMAIL"], "password": known["KONTOR_ADMIN_PASSWORD"]}
    (await client.post("/sign-in", data=fields)).raise_for_status()
    await until_shown(client, ("/invoices", "/actions/month"), bar)


async def enter_portal(client: httpx.AsyncClient, known: Credentials, bar: Bar) -> None:
    (await client.post("/portal/sign-in/password", data=known._asdict())).raise_for_status()
    await until_shown(client, [f"/portal{end}" for end in OF_PORTAL], bar)


async def until_shown(client: httpx.AsyncClient, asked: Iterable[str], bar: Bar) -> None:
    """Keys that verify tokens, and the party, come to the services over Kafka."""
    give_up = time.perf_counter() + PATIENCE_SECONDS
    for path in asked:
        while (answer := await client.get(path)).is_error and time.perf_counter() < give_up:
            bar.step("waiting for keys and records")
        answer.raise_for_status()


async def measured(client: httpx.AsyncClient, path: str, bar: Bar) -> Page:
    bar.step(path.rpartition("/")[2] or path)
    waits = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        answer = (await client.get(path)).raise_for_status()
        waits.append((time.perf_counter() - started) * 1000)
    parts = sorted(set(LOADED.findall(answer.text)))
    document = answer.num_bytes_downloaded
    whole = document + sum([await size(client, part) for part in parts])
    return Page(path, document, whole, waits[WARM_UP:])


async def size(client: httpx.AsyncClient, path: str) -> int:
    return (await client.get(path)).raise_for_status().num_bytes_downloaded


def figures(found: Sequence[Page], parties: int) -> list[Figure]:
    slowest = max(found, key=lambda one: p95(one.waits))
    largest = max(found, key=lambda one: one.document)
    heaviest = max(found, key=lambda one: one.with_parts)
    every = [wait for one in found for wait in one.waits]
    note = f"p95 of {len(every)} over {len(found)} pages, {parties} parties"
    return [
        Figure("pages: server", p95(every), "ms", f"{note}; median {statistics.median(every):.0f}"),
        Figure("pages: server, slowest page", p95(slowest.waits), "ms", f"p95 of {shown(slowest)}"),
        Figure("pages: largest document", largest.document / 1000, "kB", shown(largest)),
        Figure(
            "pages: first visit",
            heaviest.with_parts / 1000,
            "kB",
            f"{shown(heaviest)} with styles, script and icons, compressed",
        ),
    ]


def p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


def shown(page: Page) -> str:
    """The path without ids."""
    return re.sub(r"[0-9a-f-]{36}", "…", page.path)
