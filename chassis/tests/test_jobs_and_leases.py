"""Of many workers one gets a job, and a dead worker's job comes free again."""

import asyncio
from datetime import timedelta

from kontor_chassis.clock import now
from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.leases import Leases
from kontor_chassis.mongo import Database
from kontor_local.testing import eventually

LONG, SHORT = timedelta(minutes=1), timedelta(milliseconds=50)


async def _add_jobs(database: Database, count: int) -> None:
    await database["jobs"].insert_many(
        {"_id": number, "state": "waiting", "due_at": now()} for number in range(count)
    )


async def test_each_job_is_claimed_by_one_worker(store_database: Database) -> None:
    await _add_jobs(store_database, 100)
    workers = [Jobs(store_database["jobs"], lease=LONG) for _ in range(8)]

    async def work(jobs: Jobs) -> list[int]:
        mine: list[int] = []
        while rows := await jobs.claim({"state": "waiting"}, limit=7):
            mine += [row["_id"] for row in rows]
        return mine

    claimed = await asyncio.gather(*(work(jobs) for jobs in workers))
    assert sorted(one for mine in claimed for one in mine) == list(range(100))


async def test_a_worker_that_loses_a_race_takes_the_next_job(store_database: Database) -> None:
    await _add_jobs(store_database, 8)
    workers = [Jobs(store_database["jobs"], lease=LONG) for _ in range(8)]
    claimed = await asyncio.gather(*(jobs.claim({"state": "waiting"}) for jobs in workers))
    assert sorted(row["_id"] for rows in claimed for row in rows) == list(range(8))


async def test_the_job_of_a_dead_worker_comes_free_and_the_dead_one_can_no_longer_finish_it(
    store_database: Database,
) -> None:
    await _add_jobs(store_database, 1)
    dead = Jobs(store_database["jobs"], lease=SHORT)
    living = Jobs(store_database["jobs"], lease=LONG)
    assert await dead.claim({"state": "waiting"})
    rows = await eventually(lambda: living.claim({"state": "waiting"}))
    assert rows[0]["attempts"] == 2
    done = {"$set": {"state": "done"}, "$unset": LEASE_END}
    late = await store_database["jobs"].update_one(dead.held(0), done)
    assert late.matched_count == 0
    in_time = await store_database["jobs"].update_one(living.held(0), done)
    assert in_time.matched_count == 1


async def test_a_renewed_job_is_not_taken_away(store_database: Database) -> None:
    await _add_jobs(store_database, 1)
    holder = Jobs(store_database["jobs"], lease=LONG)
    assert await holder.claim({})
    await store_database["jobs"].update_one({}, {"$set": {"lease_until": now()}})
    await holder.renew([0])
    assert await Jobs(store_database["jobs"], lease=LONG).claim({}) == []


async def test_a_postponed_job_waits_until_it_is_due(store_database: Database) -> None:
    await _add_jobs(store_database, 1)
    jobs = Jobs(store_database["jobs"], lease=LONG)
    await jobs.claim({})
    await jobs.postpone(0, until=now() + LONG, reason="server away")
    assert await jobs.claim({}) == []
    await store_database["jobs"].update_one({}, {"$set": {"due_at": now()}})
    rows = await jobs.claim({})
    assert rows[0]["reason"] == "server away"


async def test_a_lease_has_one_holder_and_passes_on_when_it_runs_out(
    store_database: Database,
) -> None:
    first, second = Leases(store_database), Leases(store_database)
    takes = await asyncio.gather(first.take("relay", LONG), second.take("relay", LONG))
    assert sorted(takes) == [False, True]
    holder, other = (first, second) if takes[0] else (second, first)
    assert await holder.take("relay", SHORT)
    await eventually(lambda: other.take("relay", LONG))
    assert not await holder.take("relay", LONG)


async def test_a_kept_lease_is_written_once_while_most_of_its_time_is_left(
    store_database: Database,
) -> None:
    keeper = Leases(store_database)
    assert await keeper.keep("relay", LONG)
    first = await store_database["leases"].find_one({"_id": "relay"})
    assert await keeper.keep("relay", LONG)
    assert await store_database["leases"].find_one({"_id": "relay"}) == first
    assert not await Leases(store_database).keep("relay", LONG)


async def test_who_sleeps_over_the_end_of_a_kept_lease_asks_before_going_on(
    store_database: Database,
) -> None:
    sleeper, next_one = Leases(store_database), Leases(store_database)
    assert await sleeper.keep("relay", SHORT)
    assert await eventually(lambda: next_one.keep("relay", LONG))
    assert not await sleeper.keep("relay", SHORT)


async def test_a_lease_given_back_is_asked_for_again(store_database: Database) -> None:
    leaver = Leases(store_database)
    assert await leaver.keep("relay", LONG)
    await leaver.give_back("relay")
    assert await Leases(store_database).keep("relay", LONG)
    assert not await leaver.keep("relay", LONG)
