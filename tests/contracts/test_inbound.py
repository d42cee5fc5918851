"""Other systems tell us what happened by the page written for them, and hear what we refused."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from kontor_billing import app
from kontor_billing.settings import BillingSettings
from kontor_billing.testing.records import a_folder, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import in_background, published
from kontor_contracts.billing.folder import FolderState
from kontor_contracts.inbound import InboundRefused
from kontor_contracts.topics import INBOUND_REPLY, INBOUND_SERVICE, INBOUND_USAGE
from kontor_local.testing import eventually

LINES = 10
PAGE = Path(__file__).parents[2] / "docs" / "inbound.md"
Tell = Callable[[str, str, str, dict[str, object]], Awaitable[None]]


@pytest.fixture
def tell(kafka: str, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """The page's own producer, of ten lines."""
    monkeypatch.setenv("KAFKA", kafka)
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len([line for line in code.splitlines() if line]) <= LINES
    known: dict[str, Tell] = {}
    exec(code, known)  # noqa: S102  # our own page
    return known["tell"]


@pytest.fixture
async def billing(settings_for: Callable[..., ServiceSettings]) -> AsyncIterator[app.Parts]:
    """What billing hears and says, running."""
    async with app.connected(settings_for(BillingSettings)) as parts:
        tasks = [*app.replicas(parts), *app.relay(parts)]
        async with in_background(*tasks):
            yield parts


def topic(parts: app.Parts, name: str) -> str:
    return parts.settings.topic_prefix + name


async def test_usage_told_by_the_pages_producer_arrives_once_and_what_is_wrong_comes_back(
    billing: app.Parts, tell: Tell
) -> None:
    name, folder_id = topic(billing, INBOUND_USAGE.name), str(uuid4())
    usage: dict[str, object] = {
        "usage_id": "cdr-1",
        "folder_id": folder_id,
        "kind": "calls",
        "quantity": 61,
        "unit": "seconds",
        "occurred_at": "2026-11-02T09:00:00Z",
        "invented_later": {"x": 1},
    }
    await tell(name, "usage-recorded", folder_id, usage)
    await tell(name, "usage-recorded", folder_id, usage)
    await tell(name, "usage-framed", folder_id, {"nobody": "knows"})
    await tell(name, "usage-recorded", folder_id, usage | {"quantity": 0, "unit": "sheep"})

    async def told() -> list[InboundRefused]:
        found = await published(billing.settings, INBOUND_REPLY)
        return [one for one in found if isinstance(one, InboundRefused)]

    [refused] = await eventually(told, timeout=30)
    assert (refused.service, refused.refused_source) == ("billing", "switch-1")
    assert (refused.refused_topic, refused.refused_key) == (INBOUND_USAGE.name, folder_id)
    assert "quantity" in refused.reason
    assert "unit" in refused.reason

    async def kept() -> list[tuple[str, int]]:
        found = await billing.billing.usage.unknown(after="", limit=10)
        return [(one.id, one.quantity) for one in found]

    assert await eventually(kept) == [("cdr-1", 61)]


async def test_a_service_switched_on_elsewhere_has_its_folder_billed_from_that_day(
    billing: app.Parts, tell: Tell
) -> None:
    party = a_party(number="K-000001")
    folder = a_folder(party_id=party.id, state=FolderState.DRAFT)
    await store(billing.billing, Records(parties=[party], folders=[folder]))
    fact: dict[str, object] = {"folder_id": str(folder.id), "activated_on": "2026-11-02"}
    await tell(topic(billing, INBOUND_SERVICE.name), "service-activated", str(folder.id), fact)

    await eventually(lambda: is_active(billing, folder.id), timeout=30)


async def is_active(parts: app.Parts, folder_id: UUID) -> bool:
    found = await parts.billing.folders.get(folder_id)
    assert found
    assert (found.folder.state, found.folder.activated_on) == (
        FolderState.ACTIVE,
        date(2026, 11, 2),
    )
    return True
