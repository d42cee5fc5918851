"""Usage from the broker to billing's records: what two subscribers processes take in."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kontor_billing.app import connected
from kontor_billing.settings import BillingSettings
from kontor_billing.testing.records import a_folder, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_chassis.ids import new_id
from kontor_contracts.billing.usage import UsageRecorded, UsageUnit

from kontor_bench.broker import publish
from kontor_bench.figures import Figure
from kontor_bench.pace import rate
from kontor_bench.place import Place
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage, busy_seconds, cores

EVENTS, FOLDERS = 100_000, 1000
SUBSCRIBERS = "kontor_billing subscribers"
OCTOBER = datetime(2026, 10, 1, 6, tzinfo=UTC)


async def measure(place: Place, bar: Bar) -> AsyncIterator[Figure]:
    """The events wait on the topic; the time runs from the first one stored to the last."""
    async with connected(place.settings_for(BillingSettings)) as parts:
        party = a_party()
        folders = [a_folder(party_id=party.id, number=f"{one}") for one in range(FOLDERS)]
        await store(parts.billing, Records([party], folders=folders))
        bar.step(f"{EVENTS} events onto the topic")
        await publish(place.settings, events([folder.id for folder in folders]))
        records = parts.database["usage"]

        async def stored() -> int:
            """The quick count runs ahead of a commit, by a batch at most."""
            return await records.estimated_document_count()

        bar.step(f"{EVENTS} events, two processes")
        async with place.processes(SUBSCRIBERS, SUBSCRIBERS) as processes:
            pids = {
                "subscribers": [process.pid for process in processes],
                "mongod": [place.part("mongod")],
                "Kafka": [place.part("kafka")],
            }
            before, elsewhere = cores_used(pids), busy_seconds()
            speed = await rate(stored, EVENTS, bar)
            used = {name: now - before[name] for name, now in cores_used(pids).items()}
            others = busy_seconds() - elsewhere - sum(used.values())
            yield Figure("usage, taken in", speed, "events/s", note(others, speed))
            for name, seconds in used.items():
                yield Figure(f"usage, core time of {name}", seconds / EVENTS * 1e6, "us/event")
            peak = max(Usage.of(process.pid).peak for process in processes)
            yield Figure("usage, subscribers' peak memory", peak, "MB", "of one process")
        if await records.count_documents({}) != EVENTS:
            raise RuntimeError("not every event is stored once")


def cores_used(pids: Mapping[str, Sequence[int]]) -> dict[str, float]:
    return {name: sum(Usage.of(pid).seconds for pid in of) for name, of in pids.items()}


def note(others: float, speed: float) -> str:
    share = 100 * others / (EVENTS / speed) / cores()
    return f"{EVENTS} events, two processes, {share:.0f} % of the cores elsewhere"


def events(folders: list[UUID]) -> Iterator[UsageRecorded]:
    for number in range(EVENTS):
        yield UsageRecorded(
            usage_id=f"{new_id()}",
            folder_id=folders[number % len(folders)],
            kind="calls",
            quantity=number % 900 + 1,
            unit=UsageUnit.SECONDS,
            occurred_at=OCTOBER + timedelta(seconds=number),
            destination=f"+4930{number:07}",
        )
