"""Replicas are compared with their topics, and mended, while facts go on flowing."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import pytest
from kontor_chassis import replica_checks
from kontor_chassis.consumer import Consumer
from kontor_chassis.ids import new_id
from kontor_chassis.mongo import Client, Database
from kontor_chassis.offsets import lags
from kontor_chassis.replica import replace_newer
from kontor_chassis.replica_checks import ReplicaChecks, Report, Wrong, groups_with_states
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.team import Member, TeamMemberChanged, TeamMemberJoined
from kontor_contracts.topics import CUSTOMERS_TEAM
from kontor_local.testing import eventually

GROUP = "checked"


def member(version: int = 1, name: str = "Ada", member_id: UUID | None = None) -> Member:
    email = "ada@kontor.example"
    return Member(id=member_id or new_id(), version=version, name=name, email=email, roles=())


def consuming(
    settings: ServiceSettings, transactions: Transactions, database: Database
) -> Consumer:
    consumer = Consumer(settings, transactions, database)
    team = consumer.topic(CUSTOMERS_TEAM, group=GROUP, replicas=["team"])

    @team.replicate(TeamMemberJoined, TeamMemberChanged)
    async def keep(events: Sequence[TeamMemberJoined], tx: Transaction) -> None:
        writes = [replace_newer(event.member) for event in events]
        await database["team"].bulk_write(writes, session=tx.session)
        await database["effects"].insert_one({}, session=tx.session)

    return consumer


async def checked(checks: ReplicaChecks, *, mend: bool) -> Report:
    """What a whole look finds."""
    (asked,) = await checks.ask([GROUP], mend=mend)

    async def done() -> Report | None:
        found = await checks.get(asked.id)
        return found.report if found and found.done_at else None

    report = await eventually(done, timeout=30)
    assert report
    return report


async def test_what_was_damaged_is_told_then_mended_and_newer_facts_stay(
    settings: ServiceSettings,
    client: Client,
    store_database: Database,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replica_checks, "CHUNK", 3)  # of a topic, only that much is held
    team, checks = store_database["team"], ReplicaChecks(store_database)
    for name in ("team", "effects"):
        await store_database.create_collection(name, check_exists=False)
    missing, older, different, sound = (member(version=2) for _ in range(4))
    consumer = consuming(
        settings, Transactions(client, store_database, service="test"), store_database
    )
    async with in_background(consumer.run):
        await publish(TeamMemberJoined(member=member(1, "Old", sound.id)))
        await publish(*(TeamMemberChanged(member=m) for m in (missing, older, different, sound)))
        await eventually(partial(_all_read, settings), timeout=30)
        told = await checked(checks, mend=False)
        assert (told.looked_at, told.wrong) == (4, 0)
        effects = await store_database["effects"].count_documents({})

        await team.delete_one({"_id": missing.id})
        await team.update_one({"_id": older.id}, {"$set": {"version": 1, "name": "Old"}})
        await team.update_one({"_id": different.id}, {"$set": {"name": "Eve"}})
        told = await checked(checks, mend=False)
        assert {(one.id, one.wrong) for one in told.differences} == {
            (str(missing.id), Wrong.MISSING),
            (str(older.id), Wrong.OLDER),
            (str(different.id), Wrong.DIFFERENT),
        }
        assert (await team.find_one({"_id": different.id}) or {})["name"] == "Eve", "only told"
        assert await store_database["effects"].count_documents({}) == effects, "nothing done"

        (mending,) = await checks.ask([GROUP], mend=True)
        newer = TeamMemberChanged(member=member(3, "Newer", different.id))
        await publish(*(TeamMemberJoined(member=member()) for _ in range(20)), newer)
        await eventually(partial(_is_done, checks, mending.id), timeout=30)
        await eventually(partial(_all_read, settings), timeout=30)
        assert await team.count_documents({}) == 24
        assert (await checked(checks, mend=False)).wrong == 0
    names = {row["_id"]: row["name"] async for row in team.find()}
    assert (names[different.id], names[missing.id], names[older.id]) == ("Newer", "Ada", "Ada")


async def _is_done(checks: ReplicaChecks, check_id: UUID) -> bool:
    found = await checks.get(check_id)
    return bool(found and found.done_at)


async def _all_read(settings: ServiceSettings) -> bool:
    """Not only as many as were sent: the last fact may be a newer one of a known member."""
    return not any((await lags(settings, [(GROUP, CUSTOMERS_TEAM)])).values())


def test_every_service_that_holds_replicas_has_groups_to_ask() -> None:
    assert groups_with_states("billing") == ["billing"]
    assert groups_with_states("customers") == ["customers"]
    assert groups_with_states("delivery") == [
        "delivery",
        "delivery.gocardless",
        "delivery.webhooks",
    ]
    assert groups_with_states("tasks") == ["tasks"]
