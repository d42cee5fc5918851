"""Facts have their effect once, in order, and what cannot be handled is parked without harm."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID, uuid4

import pytest
from kontor_chassis.consumer import Consumer
from kontor_chassis.mongo import Database
from kontor_chassis.offsets import lags
from kontor_chassis.replica import replace_newer
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import in_background
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.party import (
    CustomerRegistered,
    Lifecycle,
    Party,
    PartyChanged,
    PartyEvent,
)
from kontor_contracts.errors import ConflictError
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_local.testing import eventually

Publish = Callable[..., Awaitable[None]]
FORBIDDEN = "Niemand"


def a_party(*, version: int = 1, name: str = "Muster GmbH", party_id: UUID | None = None) -> Party:
    return Party(
        id=party_id or uuid4(),
        version=version,
        number="K-000001",
        lifecycle=Lifecycle.CUSTOMER,
        name=name,
    )


def registered(party: Party) -> CustomerRegistered:
    return CustomerRegistered(party=party)


def changed(party: Party, **changes: object) -> PartyChanged:
    return PartyChanged(party=party.model_copy(update=changes))


class Ledger:
    """A made-up service: replicates parties, enters each fact once, refuses one name."""

    def __init__(
        self, settings: ServiceSettings, transactions: Transactions, database: Database
    ) -> None:
        self.settings, self.database = settings, database
        self.group = f"ledger-{uuid4().hex[:6]}"
        self.allowed: set[str] = set()
        self.consumer = Consumer(settings, transactions, database)
        self.run = self.consumer.run
        parties = self.consumer.topic(CUSTOMERS_PARTY, group=self.group)
        parties.replicate(CustomerRegistered, PartyChanged)(self._replicate)
        parties.react(CustomerRegistered, PartyChanged)(self._enter)

    async def _replicate(self, events: Sequence[PartyEvent], tx: Transaction) -> None:
        writes = [replace_newer(event.party) for event in events]
        await self.database["parties"].bulk_write(writes, session=tx.session)

    async def _enter(self, events: Sequence[PartyEvent], tx: Transaction) -> None:
        for event in events:
            if event.party.name == FORBIDDEN and FORBIDDEN not in self.allowed:
                raise ConflictError("Niemand may not be entered")
            entry = {"party": event.party.id, "version": event.party.version}
            await self.database["entries"].insert_one(entry, session=tx.session)

    async def name_of(self, party: Party) -> object:
        row = await self.database["parties"].find_one({"_id": party.id})
        return row and row["name"]

    async def versions(self, *parties: Party) -> list[int]:
        ids = [party.id for party in parties]
        rows = self.database["entries"].find({"party": {"$in": ids}}).sort("_id")
        return [row["version"] async for row in rows]

    async def parked(self, key: object) -> list[str]:
        rows = self.database["parked"].find({"key": str(key)}).sort("offset")
        return [str(row["reason"]) async for row in rows]

    async def has_read_all(self) -> bool:
        return not any((await lags(self.settings, [(self.group, CUSTOMERS_PARTY)])).values())


@pytest.fixture
async def ledger(
    settings: ServiceSettings, transactions: Transactions, store_database: Database
) -> Ledger:
    for name in ("parties", "entries"):
        await store_database[name].create_index("n")
    return Ledger(settings, transactions, store_database)


async def test_a_fact_sent_twice_has_one_effect(ledger: Ledger, publish: Publish) -> None:
    party = a_party()
    await publish(registered(party), event_id="the-same")
    await publish(registered(party), event_id="the-same")
    async with in_background(ledger.run):
        await eventually(ledger.has_read_all)
    assert await ledger.versions(party) == [1]


async def test_an_older_version_never_overwrites_a_newer_one(
    ledger: Ledger, publish: Publish
) -> None:
    party = a_party()
    await publish(changed(party, version=3, name="Neu GmbH"))
    await publish(changed(party, version=2, name="Alt GmbH"))

    async def both_entered() -> bool:
        return await ledger.versions(party) == [3, 2]

    async with in_background(ledger.run):
        await eventually(both_entered)
    assert await ledger.name_of(party) == "Neu GmbH"


async def test_poison_is_parked_alone_and_its_key_waits_behind_it(
    ledger: Ledger, publish: Publish
) -> None:
    good = [a_party() for _ in range(40)]
    bad = a_party(name=FORBIDDEN)
    for party in good[:20]:
        await publish(registered(party))
    await publish(registered(bad), changed(bad, version=2, name="Jemand"))
    for party in good[20:]:
        await publish(registered(party))

    async def all_good_entered() -> bool:
        return len(await ledger.versions(*good)) == len(good)

    async with in_background(ledger.run):
        await eventually(all_good_entered)
        await eventually(ledger.has_read_all)
    assert await ledger.parked(bad.id) == [
        "Niemand may not be entered",
        "an earlier message of the same key is parked",
    ]
    assert await ledger.versions(bad) == []


async def test_a_parked_key_is_replayed_in_order_on_request(
    ledger: Ledger, publish: Publish, store_database: Database
) -> None:
    bad = a_party(name=FORBIDDEN)
    await publish(registered(bad), changed(bad, version=2))
    async with in_background(ledger.run):
        await eventually(lambda: ledger.parked(bad.id))
        await publish(changed(bad, version=3))

        async def three_parked() -> bool:
            return len(await ledger.parked(bad.id)) == 3

        await eventually(three_parked)
        ledger.allowed.add(FORBIDDEN)
        await store_database["parked"].update_one(
            {"key": str(bad.id)}, {"$set": {"replay_requested": True}}
        )

        async def none_parked() -> bool:
            return not await ledger.parked(bad.id)

        await eventually(none_parked)
        await publish(changed(bad, version=4))

        async def all_entered() -> bool:
            return await ledger.versions(bad) == [1, 2, 3, 4]

        await eventually(all_entered)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([], b"no envelope"),
        ([("ce_id", b"\xff\xfe"), ("ce_type", b"party-changed")], b"{}"),
        (None, b"not JSON"),
        (None, b'{"party": {"name": 7}}'),
    ],
    ids=["no headers", "unreadable header", "not JSON", "wrong fields"],
)
async def test_what_cannot_be_read_is_parked_and_the_rest_goes_on(
    ledger: Ledger,
    publish: Publish,
    publish_raw: Publish,
    headers: list[tuple[str, bytes]] | None,
    body: bytes,
) -> None:
    fine, key = a_party(), uuid4()
    complete = [
        ("ce_specversion", b"1.0"),
        ("ce_id", b"1"),
        ("ce_source", b"elsewhere"),
        ("ce_type", b"party-changed"),
        ("ce_time", b"2026-01-01T00:00:00+00:00"),
    ]
    sent = complete if headers is None else headers
    await publish_raw(CUSTOMERS_PARTY, str(key).encode(), sent, body)
    await publish(registered(fine))
    async with in_background(ledger.run):
        await eventually(lambda: ledger.versions(fine))
        await eventually(lambda: ledger.parked(key))


@pytest.mark.parametrize(
    ("kind", "body"),
    [(b"party-took-a-holiday", b"{}"), (b"party-changed", None)],
    ids=["unknown type", "tombstone"],
)
async def test_what_is_no_fact_for_us_is_skipped(
    ledger: Ledger, publish: Publish, publish_raw: Publish, kind: bytes, body: bytes | None
) -> None:
    fine = a_party()
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", b"1"),
        ("ce_source", b"elsewhere"),
        ("ce_type", kind),
        ("ce_time", b"2026-01-01T00:00:00+00:00"),
    ]
    await publish_raw(CUSTOMERS_PARTY, str(fine.id).encode(), headers, body)
    await publish(registered(fine))
    async with in_background(ledger.run):
        await eventually(lambda: ledger.versions(fine))
    assert await ledger.parked(fine.id) == []
