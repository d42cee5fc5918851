"""Back-ups at one instant: what belongs to them, what is refused, and where groups go on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from bson.binary import Binary
from kontor_chassis import outbox
from kontor_chassis.backup import saving as saving_module
from kontor_chassis.backup import topics
from kontor_chassis.backup.folder import Folder, UnusableBackupError
from kontor_chassis.backup.lost import OlderTopicsError, find_lost, read_lost, saved_facts
from kontor_chassis.backup.restoring import NotEmptyError, Restoring
from kontor_chassis.backup.saving import Saving, keep_newest, save
from kontor_chassis.mongo import SCRATCH, Client, Database, open_database
from kontor_chassis.parking import PARKED, Parking
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish, published
from kontor_chassis.topic_admin import ensure_topics
from kontor_chassis.transaction import Transaction, Transactions, ensure_indexes
from kontor_contracts.event import Event
from kontor_contracts.tasks.ticket import TicketOpened
from kontor_contracts.topics import TASKS_TICKET

TICKET = Path(__file__).parents[2] / "contracts" / "examples" / "tasks.ticket"
GROUP = "web.timeline"


@dataclass(frozen=True)
class System:
    """One installation on the servers of the tests."""

    settings: ServiceSettings
    client: Client
    path: Path

    async def save(self) -> Folder:
        return Folder(await save(self.settings, self.client, self.path))

    def restoring(self, folder: Folder) -> Restoring:
        return Restoring(self.settings, self.client, folder)

    def database(self, service: str) -> Database:
        return open_database(self.client, self.settings, service)

    def named(self, **names: str) -> "System":
        return replace(self, settings=self.settings.model_copy(update=names))


def a_ticket() -> TicketOpened:
    known = TicketOpened.model_validate_json((TICKET / "ticket-opened.json").read_text())
    return TicketOpened(ticket=known.ticket.model_copy(update={"id": uuid4()}))


@pytest.fixture
async def system(client: Client, settings: ServiceSettings, tmp_path: Path) -> System:
    await ensure_topics(settings)
    made = System(settings, client, tmp_path)
    await ensure_indexes(made.database("tasks"))
    await Parking(made.database("tasks")).ensure_indexes()
    return made


@pytest.fixture
async def empty(system: System) -> AsyncIterator[System]:
    """Another one beside it, that nothing is in."""
    prefix = f"test-{uuid4().hex[:8]}"
    made = system.named(database_prefix=f"{prefix}_", topic_prefix=f"{prefix}.")
    yield made
    for service in topics.services():
        await made.client.drop_database(made.database(service))


async def tickets(system: System) -> list[Event]:
    """Whatever partition they lie on."""
    found = await published(system.settings, TASKS_TICKET)
    return sorted(found, key=lambda one: one.subject)


async def test_a_fact_between_the_instant_and_the_end_of_the_topics_belongs_to_no_back_up(
    system: System, publish: Publish
) -> None:
    """A transaction that commits after the instant is on its topic before we look at its end."""
    later, waiting = a_ticket(), system.database("tasks")[outbox.COLLECTION]
    await publish(a_ticket())
    saving = Saving(system.settings, system.client, Folder(system.path))
    instant = await saving.instant()

    async def tell(tx: Transaction) -> None:
        tx.publish(later)

    await Transactions(system.client, waiting.database, service="tasks").run(tell)
    (row,) = await waiting.find().to_list()
    await publish(later, event_id=str(row["_id"]))
    await waiting.delete_one({"_id": row["_id"]})

    cut = await saving.cut_at(instant, {})
    assert cut.later == {str(row["_id"])}
    kept = await saving.topic(TASKS_TICKET, cut)
    assert kept.documents == len(await tickets(system)) - 1


async def test_what_is_brought_back_is_what_was_there_and_groups_go_on_where_they_were(
    system: System, empty: System, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving_module, "BATCH", 2)
    tasks = system.database("tasks")
    await tasks["actions"].insert_many([{"_id": number} for number in range(3)])
    await tasks[f"{SCRATCH}timeline"].insert_one({"_id": "half done"})
    await publish(*(a_ticket() for _ in range(4)))
    reach = (await topics.reaches(system.settings, [TASKS_TICKET]))[TASKS_TICKET.name]
    handled = tuple(max(end - 1, 0) for end in reach.ends)
    await topics.commit(system.settings, {GROUP: {TASKS_TICKET.name: handled}})
    parked = {"group": GROUP, "topic": TASKS_TICKET.name, "key": "k", "partition": 0}
    await tasks[PARKED].insert_one({**parked, "offset": 0, "body": Binary(b"{}")})
    folder = await system.save()

    await empty.restoring(folder).restore()
    restored = empty.database("tasks")
    assert await restored["actions"].count_documents({}) == 3
    assert await restored[f"{SCRATCH}timeline"].count_documents({}) == 0
    assert await tickets(empty) == await tickets(system)
    ends = (await topics.reaches(empty.settings, [TASKS_TICKET]))[TASKS_TICKET.name].ends
    told = (await topics.positions(empty.settings))[GROUP][TASKS_TICKET.name]
    assert [end - at for end, at in zip(ends, told, strict=True)] == [int(end > 0) for end in ends]
    (row,) = await restored[PARKED].find().to_list()
    assert row["offset"] < 0, "before everything that is still to come"

    with pytest.raises(NotEmptyError, match="tasks"):
        await empty.restoring(folder).restore()


async def test_a_back_up_tells_what_it_holds_of_a_record_on_topics_and_in_outboxes(
    system: System, publish: Publish
) -> None:
    on_topic, waiting, other = a_ticket(), a_ticket(), a_ticket()
    await publish(on_topic, other)

    async def tell(tx: Transaction) -> None:
        tx.publish(waiting)

    database = system.database("tasks")
    await Transactions(system.client, database, service="tasks").run(tell)
    folder = await system.save()
    wanted = {on_topic.subject, waiting.subject}
    assert [one.event() for one in saved_facts(folder, TASKS_TICKET, wanted)] == [on_topic, waiting]


async def test_topics_that_tell_more_are_kept_apart_before_they_begin_anew(
    system: System, empty: System, publish: Publish
) -> None:
    await publish(a_ticket())
    folder, later = await system.save(), a_ticket()
    await publish(later)
    before = await tickets(system)
    databases_gone = system.named(database_prefix=empty.settings.database_prefix)
    with pytest.raises(NotEmptyError, match="--replace-topics"):
        await databases_gone.restoring(folder).restore()
    lost = await databases_gone.restoring(folder).restore(replace_topics=True)
    assert [one.event() for one in lost if one.topic == TASKS_TICKET.name] == [later]
    assert read_lost(folder.path / "lost.jsonl") == lost
    assert await tickets(system) == [one for one in before if one != later]
    await ensure_topics(empty.settings)
    with pytest.raises(OlderTopicsError, match="anew"):
        await find_lost(empty.settings, folder)


async def test_a_back_up_that_is_not_whole_is_refused_before_anything_is_written(
    system: System, empty: System
) -> None:
    await system.database("tasks")["actions"].insert_one({"_id": 1})
    folder = await system.save()
    (folder.path / "tasks" / "actions.bson.gz").write_bytes(b"cut off")
    with pytest.raises(UnusableBackupError, match=r"tasks/actions.bson.gz"):
        await empty.restoring(folder).restore()
    assert await empty.database("tasks").list_collection_names() == []
    with pytest.raises(UnusableBackupError, match="no finished back-up"):
        Folder(system.path).manifest()


def test_of_many_back_ups_the_newest_are_kept_and_unfinished_ones_count_as_none(
    tmp_path: Path,
) -> None:
    for name in ("2026-11-01T02", "2026-11-02T02", "2026-11-03T02", "2026-11-04T02.unfinished"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").touch()
    assert [one.name for one in keep_newest(tmp_path, 2)] == ["2026-11-01T02"]
    assert len(list(tmp_path.iterdir())) == 3
