"""Made-up actions of a team over three years, two thirds of them done."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Document
from kontor_contracts.tasks.action import Action, ActionState
from kontor_tasks.app import connected
from kontor_tasks.store.actions import row_of

from kontor_bench.place import Place
from kontor_bench.progress import Bar

FIRST_DAY = date(2025, 1, 1)
DAYS = 3 * 365
MEMBERS = tuple(new_id() for _ in range(25))
PARTIES = tuple(new_id() for _ in range(20_000))
KINDS = ("call", "task", "installation", "delivery-failed")
ROLES = ("sales", "support", "accounting")
UNFINISHED = (ActionState.OPEN, ActionState.STARTED, ActionState.WAITING)
CHUNK = 5000
SEED = 7


async def seed(place: Place, count: int, bar: Bar) -> None:
    """Straight into the store of tasks: entering so many one by one would take an hour."""
    chance = random.Random(SEED)
    async with connected(place.settings) as parts:
        for start in range(0, count, CHUNK):
            rows = list(_rows(chance, min(CHUNK, count - start)))
            await parts.database["actions"].insert_many(rows, ordered=False)
            bar.at(start, count)


def _rows(chance: random.Random, count: int) -> Iterator[Document]:
    return (row_of(_action(chance)) for _ in range(count))


def _action(chance: random.Random) -> Action:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    minute = chance.choice([None, chance.randrange(8 * 60, 18 * 60)])
    done = chance.random() < 2 / 3
    return Action(
        id=new_id(),
        version=1,
        kind=chance.choice(KINDS),
        title="Call back about the line",
        description="The customer asks when the technician comes.",
        due_on=day,
        due_at=None if minute is None else _at(day, minute),
        state=ActionState.DONE if done else chance.choice(UNFINISHED),
        party_id=chance.choice(PARTIES),
        role=chance.choice(ROLES),
        assignee_id=_doer(chance),
    )


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), UTC)


def _doer(chance: random.Random) -> UUID | None:
    return chance.choice(MEMBERS) if chance.random() < 0.9 else None  # noqa: PLR2004
