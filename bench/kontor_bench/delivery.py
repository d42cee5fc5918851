"""Documents and mails: delivery's own processes, fed with issued invoices on its topic."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack

from kontor_chassis.topic_admin import ensure_topics
from kontor_contracts import topics
from kontor_contracts.billing.invoice import Invoice, InvoiceGenerated
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import CustomerRegistered, Party
from kontor_delivery.gateways.einvoice_gate import EInvoiceGate
from kontor_delivery.gateways.rendering import render_document
from kontor_delivery.model.einvoice import Profile

from kontor_bench import made_up
from kontor_bench.broker import Counter, counting, publish
from kontor_bench.figures import Figure
from kontor_bench.hot_spots import HotSpots, profiled
from kontor_bench.pace import rate
from kontor_bench.place import Place, Running
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

SAMPLE, ALONE, TOGETHER = 10, 60, 180
DOCUMENTS, EMAIL = "kontor_delivery documents", "kontor_delivery email"


async def measure(place: Place, bar: Bar) -> AsyncIterator[Figure | HotSpots]:
    parties = made_up.parties(ALONE + TOGETHER)
    facts = list(made_up.invoices(parties))
    bar.step("documents, one at a time")
    for found in in_this_process([fact.invoice for fact in facts[:SAMPLE]]):
        yield found
    await introduce(place, parties)
    async with AsyncExitStack() as stack:
        issued = await stack.enter_async_context(counting(place.settings, topics.DELIVERY_DELIVERY))
        await stack.enter_async_context(
            place.processes("kontor_delivery relay", "kontor_delivery subscribers")
        )
        line = Line(place, bar, issued)
        async for figure in line.documents(facts):
            yield figure
        async for figure in line.mails(len(facts)):
            yield figure


def in_this_process(invoices: Sequence[Invoice]) -> list[Figure | HotSpots]:
    gate = EInvoiceGate()
    first = render_document(invoices[0])
    gate.check(first.xml, Profile.FACTUR_X)
    xmls = [first.xml] * len(invoices)
    note = f"ten lines, one page, mean of {len(invoices)}"
    return [
        Figure("document, render", milliseconds(render_document, invoices), "ms", note),
        Figure("document, rule check", milliseconds(lambda xml: passes(gate, xml), xmls), "ms"),
        Figure("document, size", len(first.pdf) / 1000, "kB"),
        profiled(
            "documents",
            lambda: [gate.check(render_document(one).xml, Profile.FACTUR_X) for one in invoices],
        ),
    ]


def passes(gate: EInvoiceGate, xml: bytes) -> None:
    if not (verdict := gate.check(xml, Profile.FACTUR_X)).passed:
        raise RuntimeError(f"a made-up invoice breaks rules: {verdict.errors}")


def milliseconds(work: Callable[..., object], inputs: Sequence[object]) -> float:
    started = time.perf_counter()
    for one in inputs:
        work(one)
    return (time.perf_counter() - started) / len(inputs) * 1000


async def introduce(place: Place, parties: Sequence[Party]) -> None:
    """What the customers service would have published before."""
    await ensure_topics(place.settings)
    await publish(place.settings, [OrganisationConfigured(organisation=made_up.ORGANISATION)])
    await publish(place.settings, (CustomerRegistered(party=party) for party in parties))


class Line:
    """Invoices on one end; documents and mails, counted by their facts, on the other."""

    def __init__(self, place: Place, bar: Bar, published: Counter) -> None:
        self._place = place
        self._bar = bar
        self._published = published

    async def documents(self, facts: Sequence[InvoiceGenerated]) -> AsyncIterator[Figure]:
        self._bar.step("documents, one process")
        async with self._place.processes(DOCUMENTS):
            yield Figure(
                "documents, one process",
                await self._issued(facts[:ALONE], ALONE),
                "documents/s",
                "rendered, checked by XSD and schematron, stored, published",
            )
        self._bar.step("documents, two processes")
        async with self._place.processes(DOCUMENTS, DOCUMENTS) as workers:
            speed = await self._issued(facts[ALONE:], len(facts))
            yield Figure("documents, two processes", speed, "documents/s")
            yield peak("document worker", workers)

    async def mails(self, count: int) -> AsyncIterator[Figure]:
        self._bar.step("mails, two processes")
        async with self._place.processes(EMAIL, EMAIL) as workers:
            yield Figure(
                "mails, two processes",
                await rate(self._published.count, 2 * count, self._bar),
                "mails/s",
                "with the PDF attached, accepted by the mail server, published",
            )
            yield peak("e-mail worker", workers)

    async def _issued(self, facts: Sequence[InvoiceGenerated], target: int) -> float:
        await publish(self._place.settings, facts)
        return await rate(self._published.count, target, self._bar)


def peak(name: str, processes: Sequence[Running]) -> Figure:
    most = max(Usage.of(one.pid).peak for one in processes)
    return Figure(f"{name}, peak memory", most, "MB")
