"""The whole service, for every test that asks for it."""

import pytest
from kontor_chassis.testing import in_background, published
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.testing.service import (
    FactsAbout,
    _quick_passwords,
    admin,
    door,
    parts,
    standing,
)
from kontor_local.testing import eventually

__all__ = ["_quick_passwords", "admin", "door", "parts", "standing"]


@pytest.fixture
def facts_about(parts: Parts) -> FactsAbout:
    async def all_is_published() -> bool:
        return await parts.database["outbox"].count_documents({}) == 0

    async def read(topic: Topic, subject: str) -> list[Event]:
        async with in_background(*await worker_tasks(parts, "relay")):
            await eventually(all_is_published)
        facts = await published(parts.settings, topic)
        return [fact for fact in facts if fact.subject == subject]

    return read
