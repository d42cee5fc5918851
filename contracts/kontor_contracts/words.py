"""What the declarations say, in the words of documents."""

from inspect import cleandoc

from kontor_contracts.event import Event
from kontor_contracts.topic import Topic


def key_of(topic: Topic) -> str:
    """What the Kafka key of the topic's facts is."""
    if topic.compacted:
        return "id of the aggregate, as in `ce_subject`"
    return "id of the party, or of what the fact is about where it belongs to none"


def kept(topic: Topic) -> str:
    """How long the topic keeps a fact."""
    if topic.compacted:
        return "the last state of each aggregate, for ever"
    return f"{topic.retention_days} days"


def summary_of(event: type[Event]) -> str:
    """What the fact tells."""
    return cleandoc(event.__doc__ or "").partition("\n")[0]


def trigger_of(event: type[Event]) -> str:
    """What the fact tells, what triggers it, and how often it is sent."""
    return " ".join(cleandoc(event.__doc__ or "").split())
