"""Saving everything at one instant, while all services go on."""

import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from uuid import uuid4

import bson
from bson.raw_bson import RawBSONDocument
from bson.timestamp import Timestamp
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL

from kontor_chassis import outbox
from kontor_chassis.backup import topics
from kontor_chassis.backup.folder import (
    MANIFEST,
    RAW,
    Cut,
    Folder,
    Kept,
    Manifest,
    collection_file,
    topic_file,
)
from kontor_chassis.backup.topics import Record
from kontor_chassis.clock import now
from kontor_chassis.mongo import SCRATCH, Client
from kontor_chassis.settings import ServiceSettings

#: In the name of a back-up that is not finished.
UNFINISHED = ".unfinished"
#: Of its own, beside those of the services: what a back-up marks its instant with.
OWN_DATABASE, MARKS = "backup", "marks"
LATER_INSERTS = {"operationType": "insert", "ns.coll": {"$in": [outbox.COLLECTION, MARKS]}}
#: MongoDB's own collections, and those that hold nothing to keep.
NOT_SAVED = ("system.", SCRATCH)
BATCH = 500


async def save(settings: ServiceSettings, client: Client, parent: Path) -> Path:
    """A new folder below `parent` that holds all databases and topics as they are now."""
    made_at = now()
    path = parent / made_at.strftime("%Y-%m-%dT%H-%M-%SZ")
    unfinished = path.with_name(path.name + UNFINISHED)
    folder = Folder(unfinished)
    unfinished.mkdir(parents=True)
    saving = Saving(settings, client, folder)
    cut, instant = await saving.cut()
    databases = await saving.databases(instant)
    kept = {topic.name: await saving.topic(topic, cut) for topic in ALL}
    folder.finish(Manifest(made_at=made_at, cut=cut, databases=databases, topics=kept))
    unfinished.rename(path)
    return path


def keep_newest(parent: Path, count: int) -> list[Path]:
    """Remove finished back-ups but the newest `count`; answers those that are gone."""
    finished = sorted(
        one.parent for one in parent.glob(f"*/{MANIFEST}") if UNFINISHED not in str(one)
    )
    gone = finished[: max(len(finished) - count, 0)]
    for one in gone:
        shutil.rmtree(one)
    return gone


class Saving:
    """The steps of one back-up, in their order."""

    def __init__(self, settings: ServiceSettings, client: Client, folder: Folder) -> None:
        self._settings = settings
        self._client = client
        self._folder = folder
        self._names = {one: settings.database_prefix + one for one in topics.services()}
        self._marks = client[settings.database_prefix + OWN_DATABASE][MARKS]

    async def cut(self) -> tuple[Cut, Timestamp]:
        """The instant, and where topics and groups were.

        Groups first: what they had handled then is in the databases. The ends last: what the
        databases show as published is below them, and perhaps a little that came after.
        """
        handled = await topics.positions(self._settings)
        instant = await self.instant()
        return await self.cut_at(instant, handled), instant

    async def instant(self) -> Timestamp:
        """What reads at a snapshot see from now on."""
        await self._marks.insert_one({"_id": uuid4().hex})
        answer = await self._marks.database.command(
            "find", MARKS, limit=1, readConcern={"level": "snapshot"}
        )
        instant: Timestamp = answer["cursor"]["atClusterTime"]
        return instant

    async def cut_at(self, instant: Timestamp, handled: topics.Positions) -> Cut:
        """The ends of all topics now, and what below them came after the instant."""
        reaches = await topics.reaches(self._settings)
        later = frozenset([one async for one in self._later(instant)])
        ends = {name: reach.ends for name, reach in reaches.items()}
        return Cut(ends=ends, positions=handled, later=later)

    async def _later(self, instant: Timestamp) -> AsyncIterator[str]:
        """Ids of facts written after the instant, up to a mark of our own."""
        mark, ours = uuid4().hex, [*self._names.values(), self._marks.database.name]
        wanted = {"$match": LATER_INSERTS | {"ns.db": {"$in": ours}}}
        await self._marks.insert_one({"_id": mark})
        after = Timestamp(instant.time, instant.inc + 1)
        async with await self._client.watch([wanted], start_at_operation_time=after) as stream:
            async for change in stream:
                found = change["documentKey"]["_id"]
                if found == mark:
                    break
                if change["ns"]["coll"] == outbox.COLLECTION:
                    yield str(found.as_uuid())
        await self._marks.delete_many({})

    async def databases(self, instant: Timestamp) -> Mapping[str, Mapping[str, Kept]]:
        saved = {}
        for service, name in self._names.items():
            found = await self._client[name].list_collection_names(filter={"type": "collection"})
            collections = sorted(one for one in found if not one.startswith(NOT_SAVED))
            saved[service] = {
                one: await self._collection(service, one, instant) for one in collections
            }
        return saved

    async def _collection(self, service: str, collection: str, instant: Timestamp) -> Kept:
        name, count = collection_file(service, collection), 0
        with self._folder.writing(name) as write:
            async for document in self._documents(service, collection, instant):
                write(bytes(document.raw))
                count += 1
        return self._folder.kept(name, count)

    async def _documents(
        self, service: str, collection: str, instant: Timestamp
    ) -> AsyncIterator[RawBSONDocument]:
        database = self._client.get_database(self._names[service], codec_options=RAW)
        cursor = await database.cursor_command(
            "find",
            collection,
            codec_options=RAW,
            batchSize=BATCH,
            readConcern={"level": "snapshot", "atClusterTime": instant},
        )
        async for document in cursor:
            yield document  # type: ignore[misc]  # raw by its codec

    async def topic(self, topic: Topic, cut: Cut) -> Kept:
        """The topic's records of the instant: what came after it is none of the databases'."""
        name, count = topic_file(topic.name), 0
        with self._folder.writing(name) as write:
            async for record in self._records(topic, cut):
                write(bson.encode(topics.row_of(record)))
                count += 1
        return self._folder.kept(name, count)

    async def _records(self, topic: Topic, cut: Cut) -> AsyncIterator[Record]:
        async for record in topics.records(self._settings, topic, cut.ends[topic.name]):
            if topics.id_of(record) not in cut.later:
                yield record
