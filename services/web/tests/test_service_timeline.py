"""The timeline on the real broker and database: once per fact, live, forgotten, built anew."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from kontor_chassis.leases import Leases
from kontor_chassis.mongo import Client
from kontor_chassis.testing import Publish, in_background, token_of
from kontor_chassis.tokens import KeyRing
from kontor_contracts.customers.party import CustomerRegistered, PartyChanged, PartyErased
from kontor_contracts.tasks.ticket import TicketOpened
from kontor_local.testing import eventually
from kontor_web.app import Parts, http, keep_timeline, parts_of, prepare
from kontor_web.settings import WebSettings
from kontor_web.timeline import rebuilding, store
from kontor_web.timeline.line import Kind
from kontor_web.timeline.rebuilding import rebuild
from kontor_web.timeline.store import Timeline

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"


@pytest.fixture
def settings(settings_for: Callable[..., WebSettings]) -> WebSettings:
    return settings_for(WebSettings)


@pytest.fixture
async def parts(settings: WebSettings, client: Client) -> Parts:
    made = parts_of(settings, client)
    await prepare(made)
    return made


def registered() -> CustomerRegistered:
    text = (EXAMPLES / "customers.party" / "customer-registered.json").read_text(encoding="utf-8")
    return CustomerRegistered.model_validate(json.loads(text))


def ticket_of(party_id: UUID) -> TicketOpened:
    text = (EXAMPLES / "tasks.ticket" / "ticket-opened.json").read_text(encoding="utf-8")
    opened = TicketOpened.model_validate(json.loads(text))
    return TicketOpened(ticket=opened.ticket.model_copy(update={"party_id": party_id}))


async def types(parts: Parts, party_id: UUID, kind: Kind | None = None) -> list[str]:
    lines = await parts.timeline.page(party_id, kind=kind, before=None, limit=50)
    return sorted(one.type for one in lines)


async def test_each_fact_is_one_line_however_often_it_comes_and_a_rebuild_gives_the_same(
    parts: Parts, settings: WebSettings, client: Client, publish: Publish
) -> None:
    first = registered()
    party = first.party.model_copy(update={"version": first.party.version + 1, "on_hold": "x"})
    following = asyncio.ensure_future(_next_stale(parts))
    async with in_background(
        partial(keep_timeline, parts), partial(parts.live.follow, parts.timeline)
    ):
        await publish(first, event_id="1")
        await publish(first, event_id="1")
        await publish(PartyChanged(party=party), ticket_of(party.id))
        expected = ["customer-registered", "party-changed", "ticket-opened"]
        assert await eventually(partial(_are, parts, party.id, expected), timeout=30)
        assert await types(parts, party.id, Kind.TICKET) == ["ticket-opened"]
        assert await asyncio.wait_for(following, 20) == {party.id}
        before = await parts.timeline.page(party.id, kind=None, before=None, limit=50)
        (changed,) = (one for one in before if one.type == "party-changed")
        assert changed.changed == ("on-hold",)
        lines = parts.database["timeline"]
        await lines.delete_one({"_id": before[0].id})
        await lines.update_one({"_id": changed.id}, {"$set": {"link": "/elsewhere"}})
        told = await rebuild(settings, client, parts.database, mend=False)
        assert (told.wrong, told.mended) == (2, 0)
        assert (await rebuild(settings, client, parts.database)).mended == 2
        assert await parts.timeline.page(party.id, kind=None, before=None, limit=50) == before
        assert (await rebuild(settings, client, parts.database)).wrong == 0
        apart = Timeline(parts.database, apart="apart_")
        await apart.ensure_indexes()
        await parts.transactions.run(partial(apart.add, before))
        await publish(PartyErased(party_id=party.id, version=party.version + 1))
        await eventually(partial(_are, parts, party.id, ["party-erased"]), timeout=30)
        await rebuild(settings, client, parts.database)
        assert await types(parts, party.id) == ["party-erased"]
        assert await parts.timeline.compare(apart, mend=True) == (3, 0)
        assert await types(parts, party.id) == ["party-erased"], "erased while it was compared"


async def test_rebuilds_in_many_small_steps_lose_nothing_and_leave_nothing_even_of_one_killed(
    parts: Parts,
    settings: WebSettings,
    client: Client,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 3)
    monkeypatch.setattr(rebuilding, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(store, "COMPARED", 3)
    party_id = uuid4()

    async def has(count: int) -> bool:
        return await parts.database["timeline"].count_documents({"party_id": party_id}) == count

    async with in_background(partial(keep_timeline, parts)):
        await publish(*(ticket_of(party_id) for _ in range(20)))
        assert await eventually(partial(has, 20), timeout=30)
        await parts.database["timeline"].delete_many({})
        await parts.database["scratch_0badcafe_timeline"].insert_one({"_id": "everybody's"})
        await Leases(parts.database).take(rebuilding.TURN, timedelta(seconds=0.2))
        mending = asyncio.gather(*(rebuild(settings, client, parts.database) for _ in range(2)))
        await publish(*(ticket_of(party_id) for _ in range(20)))
        assert min(one.looked_at for one in await mending) >= 20
        assert await eventually(partial(has, 40), timeout=30)
        assert (await rebuild(settings, client, parts.database)).wrong == 0
    names = await parts.database.list_collection_names()
    assert [one for one in names if one.startswith("scratch_")] == []


async def _are(parts: Parts, party_id: UUID, expected: list[str]) -> bool:
    return await types(parts, party_id) == expected


async def _next_stale(parts: Parts) -> set[UUID]:
    async with aclosing(parts.live.stale()) as told:  # type: ignore[type-var]  # a generator
        async for parties in told:
            if parties:
                return parties
    return set()


async def test_operators_alone_see_what_the_pages_could_not_read(
    parts: Parts, key_ring: KeyRing
) -> None:
    async with httpx.AsyncClient() as services:
        app = http(parts, services)
        app.state.keys = key_ring
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://pages") as web:
            nobody = await web.get("/parked")
            seller = await web.get("/parked", headers=bearer("sales"))
            admin = await web.get("/parked", headers=bearer("admin"))
    assert (nobody.status_code, seller.status_code, admin.status_code) == (401, 403, 200)
    assert admin.json()["items"] == []


def bearer(role: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_of(role)}"}
