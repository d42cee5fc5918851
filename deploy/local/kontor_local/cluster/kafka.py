"""Topics and users for Strimzi, from the contracts: each service may do what it declares."""

from kontor_contracts import catalogue
from kontor_contracts.topic import OTHERS, SERVICES, Topic
from kontor_contracts.topics import ALL

from kontor_local.cluster.naming import Manifest, kafka_user, manifest
from kontor_local.processes import PROCESSES

API = "kafka.strimzi.io/v1"
#: The name of the Kafka resource that Strimzi runs.
CLUSTER = {"strimzi.io/cluster": "kontor"}
DAY_MS = 24 * 3600 * 1000
#: As in `kontor_chassis.topic_admin`; a test compares.
LARGEST_MESSAGE = 16 * 1024 * 1024
READS, WRITES = ["Describe", "Read"], ["Describe", "Write"]


def topics() -> list[Manifest]:
    assert catalogue.MODULES  # noqa: S101  # importing it defines the facts
    return [_topic(topic) for topic in ALL]


def users() -> list[Manifest]:
    """Of the services that have declared anything on Kafka."""
    services = dict.fromkeys(process.service for process in PROCESSES)
    return [*(_user(service, _rules(service)) for service in services if _rules(service)), backup()]


def backup() -> Manifest:
    """Back-ups read everything, and a restore writes it; it makes topics anew as an admin does."""
    every: Manifest = {"type": "group", "name": "*", "patternType": "literal"}
    rules = [_rule(_on(one.name), [*READS, "Write"]) for one in ALL]
    return _user("backup", [*rules, _rule(every, READS)])


def _topic(topic: Topic) -> Manifest:
    kept: Manifest = {"cleanup.policy": "compact"}
    if not topic.compacted:
        kept = {"cleanup.policy": "delete", "retention.ms": topic.retention_days * DAY_MS}
    spec = {
        "topicName": topic.name,
        "partitions": topic.partitions,
        "replicas": 3,
        "config": kept | {"max.message.bytes": LARGEST_MESSAGE, "min.insync.replicas": 2},
    }
    return manifest(API, "KafkaTopic", topic.name, labels=CLUSTER, spec=spec)


def _user(service: str, rules: list[Manifest]) -> Manifest:
    spec = {
        "authentication": {"type": "scram-sha-512"},
        "authorization": {"type": "simple", "acls": rules},
    }
    return manifest(API, "KafkaUser", kafka_user(service), labels=CLUSTER, spec=spec)


def _rules(service: str) -> list[Manifest]:
    """Any service looks at its topics' ends; only its groups commit."""
    read = [one.name for one in ALL if any(_is_of(service, group) for group in one.consumers)]
    written = [one.name for one in ALL if _writes(service, one)]
    group: Manifest = {"type": "group", "name": service, "patternType": "prefix"}
    rules = [_rule(_on(name), READS) for name in read]
    rules += [_rule(_on(name), WRITES) for name in written]
    return [*rules, _rule(group, READS)] if read else rules


def _writes(service: str, topic: Topic) -> bool:
    """Services that hear other systems all answer on one topic."""
    hears = any(
        _is_of(service, group) for one in ALL if one.producer == OTHERS for group in one.consumers
    )
    return topic.producer == service or (topic.producer == SERVICES and hears)


def _is_of(service: str, group: str) -> bool:
    return group.partition(".")[0] == service


def _on(topic: str) -> Manifest:
    return {"type": "topic", "name": topic, "patternType": "literal"}


def _rule(resource: Manifest, operations: list[str]) -> Manifest:
    return {"resource": resource, "operations": operations}
