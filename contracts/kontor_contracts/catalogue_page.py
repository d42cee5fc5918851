"""`docs/catalogue.md`: every topic and fact, for those who build on them."""

from kontor_contracts import catalogue
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from kontor_contracts.topics import ALL
from kontor_contracts.words import kept, key_of, trigger_of

HEAD = """# Catalogue of facts

Made by `make describe` from `contracts/kontor_contracts`; a test compares. The
same as AsyncAPI 3: [asyncapi.json](../contracts/asyncapi.json). Each message is a CloudEvent 1.0 in
Kafka's binary mode: attributes as `ce_` headers, the fact as JSON body. Installations may put a
prefix before topics' names (`KONTOR_TOPIC_PREFIX`).

**To read them:** read on over fields and types that you do not know; newer producers add both. A
fact may come twice: know it by (`ce_source`, `ce_id`). Facts of one key come in order. A later
version of a state replaces the earlier one, whichever type carries it.

**What may change without a new type:** a new fact, a new field that may be left out. Anything else
gets a new type or a new topic; a test compares with the last release (`contracts/released.json`).
"""


def catalogue_page() -> str:
    """The page, as Markdown."""
    assert catalogue.MODULES  # noqa: S101  # importing it defines the facts
    return HEAD + "".join(_topic(topic) for topic in ALL)


def _topic(topic: Topic) -> str:
    consumers = ", ".join(topic.consumers) or "none of ours; whoever likes"
    return (
        f"\n## {topic.name}\n\n{topic.description}\n\n"
        f"Producer: {topic.producer}. Consumers: {consumers}.  \n"
        f"Key: {key_of(topic)}. Kept: {kept(topic)}. Partitions: {topic.partitions}.\n\n"
        "| fact | what it tells, and when it is sent | |\n|---|---|---|\n"
        + "".join(_fact(event) for event in topic.events.values())
    )


def _fact(event: type[Event]) -> str:
    path = f"{event.topic.name}/{event.type}.json"
    links = f"[schema](../contracts/schemas/{path}), [example](../contracts/examples/{path})"
    return f"| `{event.type}` | {trigger_of(event)} | {links} |\n"
