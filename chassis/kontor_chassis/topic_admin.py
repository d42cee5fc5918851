"""Topics as declared in the contracts, made on the broker at start."""

from collections.abc import Mapping

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    KafkaError,
    NoError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    for_code,
)
from kontor_contracts import topics
from kontor_contracts.topic import Topic

from kontor_chassis.broker import connection
from kontor_chassis.logs import log
from kontor_chassis.settings import ServiceSettings

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
_DAY_MS = 24 * 3600 * 1000
REFUSED = TopicAuthorizationFailedError
HARMLESS = frozenset({NoError, TopicAlreadyExistsError, REFUSED})


async def ensure_topics(settings: ServiceSettings) -> None:
    """Create every declared topic that the broker lacks; an existing one is left as it is.

    Where users have rights of their own, topics are the admin's to make: a service sees those
    that it may use, and is refused the others, whether they are there or not.
    """
    admin = AIOKafkaAdminClient(**connection(settings))
    await admin.start()
    try:
        present = set(await admin.list_topics())
        missing = [_new(topic, settings) for topic in topics.ALL]
        missing = [topic for topic in missing if topic.name not in present]
        if missing:
            _log(_errors(await admin.create_topics(missing)))
    finally:
        await admin.close()


def _new(topic: Topic, settings: ServiceSettings) -> NewTopic:
    cleanup = (
        {"cleanup.policy": "compact"}
        if topic.compacted
        else {"retention.ms": str(topic.retention_days * _DAY_MS)}
    )
    return NewTopic(
        settings.topic_prefix + topic.name,
        topic.partitions,
        settings.topic_replication,
        topic_configs={**cleanup, "max.message.bytes": str(MAX_MESSAGE_BYTES)},
    )


def _errors(response: object) -> dict[str, type[KafkaError]]:
    """What Kafka said to each topic."""
    return {name: for_code(code) for name, code, *_ in response.topic_errors}  # type: ignore[attr-defined]


def _log(answers: Mapping[str, type[KafkaError]]) -> None:
    """Raise what no start may pass over."""
    for name, error in answers.items():
        if error not in HARMLESS:
            raise error(name)
    for word, wanted in (("topics-created", NoError), ("topics-refused", REFUSED)):
        if names := [name for name, error in answers.items() if error is wanted]:
            log.info(word, topics=names)
