"""What was promised with the last release, and what of it no longer holds."""

import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from kontor_contracts import catalogue
from kontor_contracts.compatibility import Shape, breaks
from kontor_contracts.schema import schema_of
from kontor_contracts.topic import OTHERS, Topic
from kontor_contracts.topics import ALL


class ReleasedTopic(BaseModel):
    """A topic with its facts' schemas, as others build on them."""

    model_config = ConfigDict(frozen=True)

    compacted: bool
    facts: dict[str, Shape]


class Release(BaseModel):
    """All topics of one version."""

    model_config = ConfigDict(frozen=True)

    version: str
    topics: dict[str, ReleasedTopic]


def release_file(version: str) -> str:
    """The declarations of now as the release `version`, as text with a final line break."""
    assert catalogue.MODULES  # noqa: S101  # importing it defines the facts
    topics = {topic.name: _promised(topic) for topic in ALL}
    return json.dumps({"version": version, "topics": topics}, indent=1, ensure_ascii=False) + "\n"


def breaks_since(release: Release) -> list[str]:
    """Each broken promise with topic, fact and field."""
    return [f"{topic}: {broken}" for topic in release.topics for broken in _broken(release, topic)]


def _promised(topic: Topic) -> dict[str, object]:
    facts = {event.type: json.loads(schema_of(event)) for event in topic.events.values()}
    return {"compacted": topic.compacted, "facts": facts}


def _broken(release: Release, name: str) -> Iterator[str]:
    topic = next((topic for topic in ALL if topic.name == name), None)
    if topic is None:
        yield "the topic is gone"
        return
    before = release.topics[name]
    if topic.compacted != before.compacted:
        yield "it is keyed and kept in another way"
    for fact, shape in before.facts.items():
        if fact not in topic.events:
            yield f"{fact} is gone"
            continue
        now = Shape.model_validate_json(schema_of(topic.events[fact]))
        found = breaks(shape, now, inbound=topic.producer == OTHERS)
        yield from (f"{fact}{broken}" for broken in found)
