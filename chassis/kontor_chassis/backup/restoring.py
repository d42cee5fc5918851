"""Restoring into an empty system: databases, topics, and where each group goes on."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import bson
from aiokafka import AIOKafkaProducer
from bson.raw_bson import RawBSONDocument
from kontor_contracts.errors import ConflictError
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL

from kontor_chassis.backup import topics
from kontor_chassis.backup.folder import (
    RAW,
    Cut,
    Folder,
    Manifest,
    UnusableBackupError,
    collection_file,
    topic_file,
)
from kontor_chassis.backup.lost import LostFact, find_lost, write_lost
from kontor_chassis.backup.topics import Reach
from kontor_chassis.broker import connection
from kontor_chassis.mongo import Client
from kontor_chassis.parking import PARKED
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.topic_admin import MAX_MESSAGE_BYTES, ensure_topics

BATCH = 1000
POLL_SECONDS = 0.2
Row = Mapping[str, object]


class NotEmptyError(ConflictError):
    """There is something already where the back-up is to go."""


class Restoring:
    """The steps of bringing one back-up back."""

    def __init__(self, settings: ServiceSettings, client: Client, folder: Folder) -> None:
        self._settings = settings
        self._client = client
        self._folder = folder

    async def restore(self, *, replace_topics: bool = False) -> list[LostFact]:
        """Bring all back; answers what the topics still told of the time after the back-up.

        UnusableBackupError and NotEmptyError are raised before anything is written.
        """
        manifest = self._folder.checked()
        await self._refuse_documents()
        lost = await self._emptied() if replace_topics else []
        await ensure_topics(self._settings)
        before = await topics.reaches(self._settings)
        _refuse_records(before)
        for service, collections in manifest.databases.items():
            for one in collections:
                await self._bring_collection(service, one, manifest)
        await topics.commit(self._settings, await self._bring_topics(manifest.cut, before))
        return lost

    async def _refuse_documents(self) -> None:
        full = [one for one in topics.services() if await self._has_documents(one)]
        if full:
            raise NotEmptyError(
                f"the databases of {', '.join(full)} hold documents: keep and drop them, or "
                "restore under another KONTOR_DATABASE_PREFIX"
            )

    async def _has_documents(self, service: str) -> bool:
        database = self._client[self._settings.database_prefix + service]
        for name in await database.list_collection_names():
            if await database[name].find_one({}, {"_id": 1}) is not None:
                return True
        return False

    async def _emptied(self) -> list[LostFact]:
        """Our own topics made anew, once what only they tell is kept in the folder."""
        await ensure_topics(self._settings)
        lost = await find_lost(self._settings, self._folder)
        write_lost(self._folder, lost)
        await topics.remove(self._settings, topics.OWN)
        gone = {topic.name for topic in topics.OWN}
        while gone & await topics.present(self._settings):  # noqa: ASYNC110  # Kafka tells nobody
            await asyncio.sleep(POLL_SECONDS)
        return lost

    async def _bring_collection(self, service: str, name: str, manifest: Manifest) -> None:
        database = self._client.get_database(
            self._settings.database_prefix + service, codec_options=RAW
        )
        documents, count = self._documents(service, name, manifest.cut), 0
        while batch := list(islice(documents, BATCH)):
            await database[name].insert_many(batch, ordered=False)
            count += len(batch)
        if count != manifest.databases[service][name].documents:
            raise UnusableBackupError(f"{service}/{name} holds {count} documents")

    def _documents(self, service: str, name: str, cut: Cut) -> Iterator[RawBSONDocument]:
        for document in self._folder.raw(collection_file(service, name)):
            yield _moved(document, cut) if name == PARKED else document

    async def _bring_topics(
        self, cut: Cut, before: Mapping[str, Reach]
    ) -> dict[str, dict[str, tuple[int, ...]]]:
        """Where each group goes on, after all records were written."""
        producer = AIOKafkaProducer(
            **connection(self._settings),
            enable_idempotence=True,
            compression_type="zstd",
            max_request_size=MAX_MESSAGE_BYTES,
        )
        wanted: dict[str, dict[str, tuple[int, ...]]] = {}
        async with producer:
            for topic in ALL:
                reach = before[topic.name]
                kept = [] if not reach.is_empty else await self._bring_topic(producer, topic)
                for group, handled in _of_topic(cut, topic).items():
                    moved = _translated(handled, kept, reach) if reach.is_empty else handled
                    wanted.setdefault(group, {})[topic.name] = moved
        return wanted

    async def _bring_topic(self, producer: AIOKafkaProducer, topic: Topic) -> list[tuple[int, int]]:
        """The partition and the former offset of every record, in their order."""
        brought = []
        for document in self._folder.raw(topic_file(topic.name)):
            row = bson.decode(document.raw)
            await topics.write(producer, self._settings, topic.name, row)
            brought.append((row["partition"], row["offset"]))
        await producer.flush()
        return brought


def _refuse_records(reaches: Mapping[str, Reach]) -> None:
    full = [topic.name for topic in topics.OWN if not reaches[topic.name].is_empty]
    if full:
        raise NotEmptyError(
            f"the topics {', '.join(full)} hold records of what came after the back-up, or before "
            "it: restore with --replace-topics, which keeps the former and begins them anew"
        )


def _of_topic(cut: Cut, topic: Topic) -> dict[str, tuple[int, ...]]:
    return {
        group: of_group[topic.name]
        for group, of_group in cut.positions.items()
        if topic.name in of_group
    }


def _translated(
    handled: Sequence[int], kept: Sequence[tuple[int, int]], reach: Reach
) -> tuple[int, ...]:
    """As many records behind the new start as were handled of those that are kept."""
    counts = list(reach.ends)
    for partition, offset in kept:
        counts[partition] += offset < handled[partition]
    return tuple(counts)


def _moved(document: RawBSONDocument, cut: Cut) -> RawBSONDocument:
    """A parked message, before all that is still to come on the topic's new offsets."""
    row = bson.decode(document.raw)
    ends = cut.ends.get(row["topic"], ())
    if row["partition"] < len(ends):
        row["offset"] -= ends[row["partition"]] + 1
    return RawBSONDocument(bson.encode(row))
