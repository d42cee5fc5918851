"""Topics as declared in the contracts, made on the broker at start."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code
from kontor_contracts import topics
from kontor_contracts.topic import Topic

from kontor_chassis.broker import connection
from kontor_chassis.logs import log
from kontor_chassis.settings import ServiceSettings

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
_DAY_MS = 24 * 3600 * 1000


async def ensure_topics(settings: ServiceSettings) -> None:
    """Create every declared topic that the broker lacks; an existing one is left as it is."""
    admin = AIOKafkaAdminClient(**connection(settings))
    await admin.start()
    try:
        present = set(await admin.list_topics())
        missing = [_new(topic, settings) for topic in topics.ALL]
        missing = [topic for topic in missing if topic.name not in present]
        if missing:
            _check(await admin.create_topics(missing))
            log.info("topics-created", topics=[topic.name for topic in missing])
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


def _check(response: object) -> None:
    for name, code, *_ in response.topic_errors:  # type: ignore[attr-defined]
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise error(name)
