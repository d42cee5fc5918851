"""What was erased stays away from the timeline, whatever is told anew and whoever is killed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.party import PartyErased
from kontor_web.timeline.line import Kind, Line
from kontor_web.timeline.store import Timeline

ERASED_AT = datetime(2026, 10, 5, 12, tzinfo=UTC)
MARKS = {"name": "0123456789abcdef"}


def line(party_id: UUID, hours: int, kind: Kind = Kind.TICKET, of: str = "ticket-opened") -> Line:
    at = ERASED_AT + timedelta(hours=hours)
    return Line(id=f"{party_id}/{of}/{hours}", party_id=party_id, at=at, kind=kind, type=of)


def erasing(party_id: UUID) -> Line:
    return line(party_id, 0, Kind.RECORD, PartyErased.type)


@dataclass
class Two:
    """The timeline of the pages, and one that was told anew."""

    ours: Timeline
    anew: Timeline
    transactions: Transactions

    async def has(self, timeline: Timeline, *lines: Line, seen: UUID | None = None) -> None:
        async def work(tx: Transaction) -> None:
            await timeline.add(lines, tx)
            if seen:
                await timeline.see(str(seen), MARKS, tx)

        await self.transactions.run(work)

    async def lines(self, party_id: UUID) -> list[Line]:
        return await self.ours.page(party_id, kind=None, before=None, limit=50)

    async def marked(self) -> list[str]:
        return [one["_id"] async for one in self.ours.marks()]


@pytest.fixture
async def two(store_database: Database, transactions: Transactions) -> Two:
    anew = Timeline(store_database, apart="apart_")
    made = Two(Timeline(store_database), anew, transactions)
    await made.ours.ensure_indexes()
    await made.anew.ensure_indexes()
    return made


async def test_lines_of_before_an_erasure_are_neither_wrong_nor_written(two: Two) -> None:
    gone, other = uuid4(), uuid4()
    await two.has(two.ours, erasing(gone))
    await two.has(two.anew, line(gone, -2), line(gone, 0), line(other, -2), seen=gone)
    assert await two.ours.compare(two.anew, mend=False) == (3, 1)
    assert await two.ours.compare(two.anew, mend=True) == (3, 1)
    assert await two.ours.compare(two.anew, mend=True) == (3, 0)
    assert await two.lines(gone) == [erasing(gone)]
    assert await two.lines(other) == [line(other, -2)]
    assert await two.marked() == []


async def test_a_line_of_after_an_erasure_is_mended(two: Two) -> None:
    gone = uuid4()
    later = line(gone, 3)
    await two.has(two.ours, erasing(gone), later.model_copy(update={"link": "/elsewhere"}))
    await two.has(two.anew, later)
    assert await two.ours.compare(two.anew, mend=True) == (1, 1)
    assert await two.lines(gone) == [later, erasing(gone)]


async def test_what_a_comparison_that_was_killed_left_behind_goes_with_the_next(two: Two) -> None:
    gone, other = uuid4(), uuid4()
    for one in (two.ours, two.anew):
        await two.has(one, line(gone, -2), line(other, -2), seen=gone)
    await two.has(two.ours, erasing(gone), line(gone, 3), seen=other)
    assert (await two.ours.compare(two.anew, mend=False))[1] == 1
    assert await two.lines(gone) == [line(gone, 3), erasing(gone), line(gone, -2)]
    assert (await two.ours.compare(two.anew, mend=True))[1] == 1
    assert await two.lines(gone) == [line(gone, 3), erasing(gone)]
    assert await two.lines(other) == [line(other, -2)]
    assert await two.marked() == [str(other)]
    assert (await two.ours.compare(two.anew, mend=True))[1] == 0


async def test_an_erasure_that_only_the_topics_know_takes_its_lines_away(two: Two) -> None:
    gone = uuid4()
    await two.has(two.ours, line(gone, -2), seen=gone)
    await two.has(two.anew, erasing(gone))
    await two.ours.compare(two.anew, mend=True)
    assert await two.lines(gone) == [erasing(gone)]
    assert await two.marked() == []
