"""Facts that the topics tell and a back-up does not know: they came about after it."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from kontor_contracts.envelope import Envelope, NotAnEventError, read_envelope
from kontor_contracts.errors import DomainError
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL
from kontor_contracts.values import Value

from kontor_chassis import outbox
from kontor_chassis.backup import topics
from kontor_chassis.backup.folder import LOST, Cut, Folder, collection_file, topic_file
from kontor_chassis.settings import ServiceSettings


class LostFact(Value):
    """One fact, as it was published."""

    topic: str
    id: str
    source: str
    type: str
    subject: str
    key: str
    time: datetime
    body: str

    def event(self) -> Event | None:
        """The fact; None for a tombstone, and for a type that is not known here."""
        known = next((one.events.get(self.type) for one in ALL if one.name == self.topic), None)
        return known.model_validate_json(self.body) if known and self.body else None


class OlderTopicsError(DomainError):
    """The topics were made anew since the back-up: they do not tell what came after it."""


async def find_lost(settings: ServiceSettings, folder: Folder) -> list[LostFact]:
    """Everything on our own topics that the back-up does not know, topic by topic in order."""
    cut = folder.manifest().cut
    reaches = await topics.reaches(settings, topics.OWN)
    younger = [one for one, reach in reaches.items() if any(_less(reach.ends, cut.ends[one]))]
    if younger:
        raise OlderTopicsError(f"made anew since the back-up: {', '.join(younger)}")
    waiting = frozenset(_waiting(folder))
    return [
        fact
        for topic in topics.OWN
        async for fact in _lost_of(settings, topic, cut, waiting, reaches[topic.name].ends)
    ]


def write_lost(folder: Folder, facts: Iterable[LostFact]) -> Path:
    """One JSON document a line, in the back-up's folder."""
    file = folder.path / LOST
    text = "".join(f"{fact.model_dump_json()}\n" for fact in facts)
    file.write_text(text, encoding="utf-8")
    return file


def read_lost(file: Path | None) -> list[LostFact]:
    """The facts of the file; none without one."""
    if file is None:
        return []
    with file.open(encoding="utf-8") as lines:
        return [LostFact.model_validate(json.loads(line)) for line in lines if line.strip()]


def saved_facts(folder: Folder, topic: Topic, subjects: Collection[str]) -> Iterator[LostFact]:
    """What the back-up itself holds on a topic, or about to be on it, about these subjects."""
    for row in folder.raw(topic_file(topic.name)):
        headers = [(name, bytes(value)) for name, value in row["headers"]]
        fact = _fact(topic, headers, bytes(row["key"] or b""), bytes(row["value"] or b""))
        if fact and fact.subject in subjects:
            yield fact
    for row in folder.raw(collection_file(topic.producer, outbox.COLLECTION)):
        if row["topic"] == topic.name and row["subject"] in subjects:
            envelope = outbox.envelope_of({**row, "_id": row["_id"].as_uuid()})
            yield _told(topic, envelope, row["key"], bytes(row["body"] or b""))


def counted(facts: Iterable[LostFact]) -> list[tuple[str, str, int]]:
    """How many there are by topic and type."""
    counts = Counter((fact.topic, fact.type) for fact in facts)
    return [(topic, kind, count) for (topic, kind), count in sorted(counts.items())]


async def _lost_of(
    settings: ServiceSettings,
    topic: Topic,
    cut: Cut,
    waiting: frozenset[str],
    ends: Sequence[int],
) -> AsyncIterator[LostFact]:
    known_below = cut.ends[topic.name]
    async for record in topics.records(settings, topic, ends):
        found = topics.id_of(record)
        is_later = record.offset >= known_below[record.partition] and found not in waiting
        if is_later or found in cut.later:
            fact = _fact(topic, record.headers, record.key or b"", record.value or b"")
            if fact:
                yield fact


def _waiting(folder: Folder) -> Iterator[str]:
    """What waited in the outboxes then: it is published again by itself."""
    for service in topics.services():
        for row in folder.raw(collection_file(service, outbox.COLLECTION)):
            yield str(row["_id"].as_uuid())


def _fact(
    topic: Topic, headers: Iterable[tuple[str, bytes]], key: bytes, body: bytes
) -> LostFact | None:
    try:
        envelope = read_envelope(headers)
    except NotAnEventError:
        return None
    return _told(topic, envelope, key.decode(errors="replace"), body)


def _told(topic: Topic, envelope: Envelope, key: str, body: bytes) -> LostFact:
    return LostFact(
        topic=topic.name,
        id=envelope.id,
        source=envelope.source,
        type=envelope.type,
        subject=envelope.subject,
        key=key,
        time=envelope.time,
        body=body.decode(errors="replace"),
    )


def _less(ends: Sequence[int], others: Sequence[int]) -> Iterator[bool]:
    return (end < other for end, other in zip(ends, others, strict=True))
