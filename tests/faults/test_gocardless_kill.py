"""Killed between a call to GoCardless and its own note of it, delivery does not charge again."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_chassis.clock import now
from kontor_chassis.testing import Publish
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.facts import (
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import TOKEN, Provider
from kontor_delivery.testing.stand_in import Fault, serving
from kontor_local.child import Child, running
from kontor_local.program import Program
from kontor_local.testing import eventually
from kontor_local.testing.service_process import process_of

PATIENCE = 60


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    with serving(provider.stand_in):
        yield provider


@pytest.fixture
async def parts(kafka: str, mongo_url: str, topics_of_module: str) -> AsyncIterator[app.Parts]:
    settings = DeliverySettings(
        kafka_bootstrap=kafka,
        mongo_url=mongo_url,
        topic_prefix=topics_of_module,
        database_prefix=f"test_{uuid4().hex}_",
    )
    async with app.connected(settings) as parts:
        yield parts
        await parts.client.drop_database(parts.database)


@pytest.fixture
def worker(parts: app.Parts, provider: Provider) -> Program:
    """Delivery's process for GoCardless, as it is run elsewhere."""
    at_stand_in = {"KONTOR_GOCARDLESS_URL": provider.stand_in.url, "KONTOR_GOCARDLESS_TOKEN": TOKEN}
    return process_of("kontor_delivery", "gocardless", parts.settings, **at_stand_in)


async def leases_run_out(parts: app.Parts) -> None:
    """What time does, after a process has died."""
    over = {"$set": {"lease_until": now() - timedelta(seconds=1)}}
    await parts.database["gocardless_payments"].update_many({}, over)


async def test_a_worker_killed_between_the_call_and_its_note_charges_once(
    parts: app.Parts, worker: Program, provider: Provider, publish: Publish, tmp_path: Path
) -> None:
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    collection = an_api_collection(mandate)
    fact = a_fact(a_recipient(), collections=(collection,))
    provider.stand_in.faults.append(Fault("/payments", done=True, hangs=True))

    killed = Child(worker, tmp_path)
    await killed.start()
    try:
        await killed.wait_until_ready()
        await publish(mandate_known(fact, mandate), fact)
        await eventually(lambda: provider.of_collection(collection.id), timeout=PATIENCE)
    finally:
        await killed.kill()
    row = await parts.means.store.gocardless.payments.get(collection.id)
    assert row
    assert (row.state, row.payment_id) == ("requested", "")

    await leases_run_out(parts)
    async with running(worker, tmp_path):

        async def noted() -> bool:
            row = await parts.means.store.gocardless.payments.get(collection.id)
            return row is not None and row.state == "created"

        await eventually(noted, timeout=PATIENCE)
    assert len(provider.of_collection(collection.id)) == 1
    keys = {
        one.headers["idempotency-key"]
        for one in provider.stand_in.asked
        if (one.method, one.path) == ("POST", "/payments")
    }
    assert keys == {f"{collection.id}-1"}
