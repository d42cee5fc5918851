"""What one piece of each kind of work costs: core time, memory and disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontor_contracts import topics

from kontor_bench import made_up
from kontor_bench.billing.run import Outcome, Processes, Reading
from kontor_bench.broker import Counter, counting, publish
from kontor_bench.delivery import DOCUMENTS, EMAIL, introduce
from kontor_bench.pace import reached
from kontor_bench.place import Place, Running
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage


@dataclass(frozen=True)
class Unit:
    """`cpu`: milliseconds of a core for one piece, by kind of process."""

    name: str
    pieces: int
    seconds: float
    cpu: Mapping[str, float]
    #: MB, the most of one worker.
    memory: float
    #: Of data and indexes that one piece leaves in MongoDB.
    stored: float

    @property
    def cost(self) -> float:
        return sum(self.cpu.values())


def unit_of(outcome: Outcome, stored: float) -> Unit:
    """One invoice of a billing run."""
    return Unit(
        name="invoice",
        pieces=outcome.invoices,
        seconds=outcome.seconds,
        cpu={kind: 1000 * spent / outcome.invoices for kind, spent in outcome.cpu.items()},
        memory=outcome.peak["worker"],
        stored=stored / outcome.invoices,
    )


async def stored_in(place: Place, service: str) -> float:
    """Bytes of a service's data and indexes, as MongoDB keeps them on the disk."""
    async with place.client() as client:
        await client.admin.command("fsync")  # else sizes are those of a minute ago
        names = [name for name in await client.list_database_names() if name.endswith(service)]
        found = [
            await client[name].command("dbStats")
            for name in names
            if name.startswith(f"{place.label}_")
        ]
    return float(sum(one["storageSize"] + one["indexSize"] for one in found))


async def documents_and_mails(place: Place, count: int, bar: Bar) -> list[Unit]:
    """A document of one page and a mail that carries it, for so many invoices of ten lines."""
    parties = made_up.parties(count)
    await introduce(place, parties)
    issued = counting(place.settings, topics.DELIVERY_DELIVERY)
    always = place.processes("kontor_delivery relay", "kontor_delivery subscribers")
    async with issued as published, always as others:
        await publish(place.settings, made_up.invoices(parties))
        line = Line(place, bar, published, others)
        documents = await line.costed("document", DOCUMENTS, count)
        return [documents, await line.costed("mail", EMAIL, count)]


@dataclass(frozen=True)
class Line:
    """Where finished pieces are counted by their facts."""

    place: Place
    bar: Bar
    published: Counter
    others: Sequence[Running]

    async def costed(self, name: str, worker: str, count: int) -> Unit:
        """A worker's start is no piece's cost; of documents the first loads the rules for all."""
        self.bar.step(f"{count} pieces: {name}")
        first = await self.published.count()
        stored = await stored_in(self.place, "delivery")
        async with self.place.processes(worker) as (started,):
            processes = self._with(started)
            if worker == DOCUMENTS:
                await reached(self.published.count, first + 1, self.bar, start=first)
            begun, before = await self.published.count(), await Reading.taken(self.place, processes)
            await reached(self.published.count, first + count, self.bar, start=first)
            after, memory = await Reading.taken(self.place, processes), Usage.of(started.pid).peak
        pieces = first + count - begun
        spent = {kind: after.cpu[kind] - before.cpu[kind] for kind in processes}
        return Unit(
            name=name,
            pieces=pieces,
            seconds=after.time - before.time,
            cpu={kind: 1000 * seconds / pieces for kind, seconds in spent.items()},
            memory=memory,
            stored=(await stored_in(self.place, "delivery") - stored) / count,
        )

    def _with(self, worker: Running) -> Processes:
        return {
            "worker": [worker.pid],
            "relay and subscribers": [one.pid for one in self.others],
            "mongod": [self.place.part("mongod")],
            "Kafka": [self.place.part("kafka")],
        }
