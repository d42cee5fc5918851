"""Strimzi's part of a cluster: the topics and the users of our manifests, on a broker of a test."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import for_code
from aiokafka.protocol.admin import CreateAclsRequest
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from kontor_local.cluster import kafka as manifests
from kontor_local.cluster.naming import kafka_user
from kontor_local.kafka import SignedListener
from kontor_local.ports import HOST
from kontor_local.testing.certificates import Certified

#: Kafka's numbers of what rules are about, how they name it, and what they allow.
RESOURCES = {"topic": 2, "group": 3}
PATTERNS = {"literal": 3, "prefix": 4}
OPERATIONS = {"Read": 3, "Write": 4, "Describe": 8}
ALLOW = 3
EVERYWHERE = "*"


class Part(BaseModel):
    """Of a manifest; what else stands there is for others."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Resource(Part):
    type: Literal["topic", "group"]
    name: str
    pattern_type: Literal["literal", "prefix"]


class Rule(Part):
    resource: Resource
    operations: list[Literal["Read", "Write", "Describe"]]


class Authorization(Part):
    acls: list[Rule]


class UserSpec(Part):
    authorization: Authorization


class Metadata(Part):
    name: str


class User(Part):
    metadata: Metadata
    spec: UserSpec


class TopicSpec(Part):
    topic_name: str
    partitions: int
    config: dict[str, str | int]


class Topic(Part):
    spec: TopicSpec


@dataclass(frozen=True)
class Cluster:
    """What pods get to know of the broker."""

    listener: SignedListener
    authority: Path

    def settings_of(self, service: str) -> dict[str, str]:
        """As the manifests of `overlays/production` set them."""
        user = kafka_user(service)
        return {
            "KONTOR_KAFKA_BOOTSTRAP": f"{HOST}:{self.listener.port}",
            "KONTOR_KAFKA_SECURITY": "SASL_SSL",
            "KONTOR_KAFKA_CA_FILE": str(self.authority),
            "KONTOR_KAFKA_USERNAME": user,
            "KONTOR_KAFKA_PASSWORD": self.listener.passwords[user],
        }


def cluster_at(port: int, certificate: Certified) -> Cluster:
    """One with a password for each user."""
    passwords = {one.metadata.name: secrets.token_urlsafe() for one in users()}
    listener = SignedListener(port=port, passwords=passwords, keystore=certificate.keystore)
    return Cluster(listener, certificate.authority)


def users() -> list[User]:
    return [User.model_validate(one) for one in manifests.users()]


async def apply(bootstrap: str) -> None:
    """Make every topic and give every user its rights, as somebody who may do all."""
    await _make_topics(bootstrap)
    client = AIOKafkaClient(bootstrap_servers=bootstrap)
    await client.bootstrap()
    try:
        for request in _requests():
            answer = await client.send(client.get_random_node(), request)
            _check(answer.creation_responses[0][0])
    finally:
        await client.close()


async def _make_topics(bootstrap: str) -> None:
    topics = [Topic.model_validate(one).spec for one in manifests.topics()]
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics([_new(one) for one in topics])
    finally:
        await admin.close()
    for _, code, *_ in answer.topic_errors:
        _check(code)


def _new(topic: TopicSpec) -> NewTopic:
    """On one broker there is one replica."""
    settings: Mapping[str, object] = topic.config | {"min.insync.replicas": 1}
    told = {name: str(value) for name, value in settings.items()}
    return NewTopic(topic.topic_name, topic.partitions, 1, topic_configs=told)


def _requests() -> Iterator[CreateAclsRequest]:
    for user in users():
        for rule in user.spec.authorization.acls:
            for operation in rule.operations:
                yield CreateAclsRequest(
                    resource_type=RESOURCES[rule.resource.type],
                    resource_name=rule.resource.name,
                    resource_pattern_type_filter=PATTERNS[rule.resource.pattern_type],
                    principal=f"User:{user.metadata.name}",
                    host=EVERYWHERE,
                    operation=OPERATIONS[operation],
                    permission_type=ALLOW,
                )


def _check(code: int) -> None:
    if code:
        raise for_code(code)
