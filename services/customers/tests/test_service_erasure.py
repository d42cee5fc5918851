"""Erasing a party: nothing personal is left, here or on the topics."""

from datetime import date, timedelta
from itertools import count
from uuid import UUID, uuid4

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from kontor_chassis.clock import now
from kontor_chassis.mongo import Document
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import Folder, FolderOpened
from kontor_contracts.customers.payment import PaymentDetailsChanged
from kontor_contracts.topic import Topic
from kontor_contracts.topics import CUSTOMERS_PARTY, CUSTOMERS_PAYMENT
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.model.organisation import civil_day
from kontor_customers.model.team import MemberSecrets
from kontor_customers.testing.records import FRENCH_IBAN, a_mandate, an_account, own_organisation
from kontor_customers.testing.service import FactsAbout, Json, created, imported, refused, signed_in
from kontor_customers.usecases import upkeep
from kontor_customers.usecases.dormancy import tell_of_expiry
from kontor_local.testing import eventually


async def a_known_party(admin: httpx.AsyncClient) -> Json:
    party = await created(admin, "prospects", contacts=[{"name": "Rita Zimt"}])
    path = f"/parties/{party['id']}"
    await admin.post(f"{path}/notes", json={"text": "Zimt ist allergisch"})
    await admin.put(f"{path}/payment", json={"accounts": [an_account(holder="Zimt")]})
    return party


async def everything_but_the_outbox(parts: Parts) -> list[Document]:
    kept: list[Document] = []
    for name in await parts.database.list_collection_names():
        if name != "outbox":
            kept += await parts.database[name].find().to_list()
    return kept


async def last_bodies(settings: ServiceSettings, topic: Topic, key: str) -> list[bytes | None]:
    """What is on the topic under the key, tombstones included."""
    name = settings.topic_prefix + topic.name
    partitions = [TopicPartition(name, number) for number in range(topic.partitions)]
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap)
    await consumer.start()
    try:
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[bytes | None] = []
        while [one for one in partitions if await consumer.position(one) < ends[one]]:
            for records in (await consumer.getmany(timeout_ms=1000)).values():
                found += [one.value for one in records if one.key == key.encode()]
        return found
    finally:
        await consumer.stop()


async def test_an_erased_party_is_gone_with_all_that_was_personal(
    admin: httpx.AsyncClient, parts: Parts, facts_about: FactsAbout
) -> None:
    party = await a_known_party(admin)
    path, contact = f"/parties/{party['id']}", UUID(party["contacts"][0]["id"])
    secrets = MemberSecrets(password_hash="made up")
    await parts.books.portal_accounts.keep_secrets(contact, "zimt@example.com", secrets)
    assert (await admin.post(f"{path}/erase", headers={"If-Match": '"9"'})).status_code == 412
    answer = await admin.post(f"{path}/erase", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["number"]) == (200, party["number"])
    assert (await admin.get(path)).status_code == 404
    assert (await admin.get("/notes", params={"q": "zimt"})).json()["items"] == []
    kept = await everything_but_the_outbox(parts)
    assert "zimt" not in str(kept).casefold()
    events = await facts_about(CUSTOMERS_PARTY, party["id"])
    assert [event.type for event in events] == ["prospect-registered", "party-erased"]
    *_, last = await facts_about(CUSTOMERS_PAYMENT, party["id"])
    assert isinstance(last, PaymentDetailsChanged)
    assert last.payment.accounts == ()
    for topic in (CUSTOMERS_PARTY, CUSTOMERS_PAYMENT):
        assert (await last_bodies(parts.settings, topic, party["id"]))[-1] is None


def soon_over(today: date) -> str:
    """When a mandate was signed that nobody used for nearly 36 months, leap days or not."""
    return (today - timedelta(days=3 * 365 - 30)).isoformat()


async def test_what_was_told_of_an_erased_partys_accounts_and_mandates_is_forgotten_too(
    admin: httpx.AsyncClient, parts: Parts, facts_about: FactsAbout
) -> None:
    await admin.put("/organisation", json=own_organisation())
    party = await created(admin)
    path = f"/parties/{party['id']}/payment"
    mandate = a_mandate(signed_on=soon_over(civil_day(None, now())))
    body = {"accounts": [an_account()], "mandates": [mandate]}
    payment = (await admin.put(path, json=body)).raise_for_status().json()
    moved = {**payment["accounts"][0], "iban": FRENCH_IBAN, "bic": ""}
    changed = {**payment, "accounts": [moved]}
    (await admin.put(path, json=changed, headers={"If-Match": '"1"'})).raise_for_status()
    await upkeep.run(parts.books, warning_days=60)
    await admin.post(f"/parties/{party['id']}/erase", headers={"If-Match": '"1"'})
    told = {"accounts": "bank-account-changed", "mandates": "mandate-expiring"}
    for name, fact in told.items():
        key = payment[name][0]["id"]
        assert [one.type for one in await facts_about(CUSTOMERS_PARTY, key)] == [fact]
        assert (await last_bodies(parts.settings, CUSTOMERS_PARTY, key))[1:] == [None]


async def test_a_warning_of_a_mandate_at_the_moment_of_an_erasure_is_not_told_after_it(
    admin: httpx.AsyncClient, parts: Parts, facts_about: FactsAbout
) -> None:
    await admin.put("/organisation", json=own_organisation())
    party = await created(admin)
    path, today = f"/parties/{party['id']}", civil_day(None, now())
    mandate = a_mandate(signed_on=soon_over(today))
    body = {"accounts": [an_account()], "mandates": [mandate]}
    payment = (await admin.put(f"{path}/payment", json=body)).raise_for_status().json()
    last, tries = today + timedelta(days=60), count()

    async def warn(tx: Transaction) -> None:
        known = await parts.books.payments.of_all({UUID(party["id"])}, tx)
        if next(tries) == 0:
            erased = await admin.post(f"{path}/erase", headers={"If-Match": '"1"'})
            erased.raise_for_status()
        await tell_of_expiry(parts.books, list(known.values()), today, last, tx)

    await parts.transactions.run(warn)
    assert await facts_about(CUSTOMERS_PARTY, payment["mandates"][0]["id"]) == []


async def test_the_number_of_an_erased_party_is_never_given_again(
    admin: httpx.AsyncClient,
) -> None:
    party = await created(admin)
    await admin.post(f"/parties/{party['id']}/erase", headers={"If-Match": '"1"'})
    lines = await imported(admin, "customers", f"number;name\n{party['number']};Neu\n")
    assert [line.code for line in refused(lines)] == ["erased"]


async def test_a_party_with_folders_is_not_erased(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish
) -> None:
    party = await created(admin)
    folder = Folder(id=uuid4(), version=1, party_id=UUID(party["id"]), number="01", title="Site")

    async def is_known() -> bool:
        preview = await admin.get(f"/parties/{party['id']}/conversion")
        return bool(preview.json()["folders"])

    async with in_background(*await worker_tasks(parts, "subscribers")):
        await publish(FolderOpened(folder=folder))
        await eventually(is_known)
    answer = await admin.post(f"/parties/{party['id']}/erase", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (409, "has-folders")


async def test_only_admins_erase(admin: httpx.AsyncClient) -> None:
    party = await created(admin)
    acc = await signed_in(admin, "Acc", "accounting")
    answer = await admin.post(f"/parties/{party['id']}/erase", headers=acc | {"If-Match": '"1"'})
    assert answer.status_code == 403
