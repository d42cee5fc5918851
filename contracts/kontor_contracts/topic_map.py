"""The topic map of ARCHITECTURE.md, made from the declarations."""

from kontor_contracts import catalogue
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL

HEAD = "| topic | facts | key | kept | producer → consumers |\n|---|---|---|---|---|\n"


def topic_map() -> str:
    """A Markdown table, a row per topic."""
    assert catalogue.MODULES  # noqa: S101  # importing it defines the facts
    return HEAD + "".join(_row(topic) for topic in ALL)


def _row(topic: Topic) -> str:
    facts = ", ".join(topic.events)
    key = "aggregate" if topic.compacted else "party"
    kept = "last state of each" if topic.compacted else f"{topic.retention_days} days"
    consumers = ", ".join(topic.consumers) or "whoever likes"
    return f"| `{topic.name}` | {facts} | {key} | {kept} | {topic.producer} → {consumers} |\n"
