"""The whole API as its description says: asked hundreds of questions that nobody thought of."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from kontor_chassis.testing import Publish, in_background, token_of
from kontor_chassis.tokens import KeyRing
from kontor_contracts.customers.organisation import Organisation, OrganisationConfigured
from kontor_contracts.customers.party import DeliveryMethod
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.facts import (
    PUBLIC_BODY,
    a_completed_run,
    a_fact,
    a_recipient,
    an_api_collection,
)
from kontor_delivery.testing.service import Answer, Service
from kontor_local.child import running
from kontor_local.testing import eventually
from kontor_local.testing.service_process import address_of, contradictions, process_of

PATIENCE = 60
ORGANISATION = Organisation(version=1, name="Nordlicht Netze", chorus_application_code="ABC123")


@pytest.fixture(scope="module")
async def parts(delivery_settings: DeliverySettings) -> AsyncIterator[app.Parts]:
    settings = delivery_settings.model_copy(update={"chorus_deposit": "api"})
    async with app.connected(settings) as parts:
        yield parts
        await parts.client.drop_database(parts.database)


@pytest.fixture
async def address(parts: app.Parts, key_ring: KeyRing, tmp_path: Path) -> AsyncIterator[str]:
    """Where the API answers, in a process of its own that knows the tests' key."""
    keys = [key.model_dump() for key in await key_ring._load()]
    await parts.database["signing_keys"].insert_one({"_id": 1, "version": 1, "keys": keys})
    program = process_of("kontor_delivery", "api", parts.settings)
    async with running(program, tmp_path):
        yield address_of(program)


@pytest.fixture
async def known(parts: app.Parts, key_ring: KeyRing, publish: Publish) -> dict[str, str]:
    """Records that are there: an issued document with its link, a flow, an endpoint."""
    service = Service(parts.settings, app.http(parts), key_ring)
    run_id, collection = uuid4(), an_api_collection(None)
    noticed = a_fact(
        a_recipient(), method=DeliveryMethod.EMAIL_NOTICE, collections=(collection,), run_id=run_id
    )
    filed = a_fact(method=DeliveryMethod.CHORUS_PRO, buyer=PUBLIC_BODY, run_id=run_id)
    processes = (app.replicas, app.documents, app.email, app.chorus_pro, app.gocardless)
    async with in_background(*(task for one in processes for task in one(parts))):
        await publish(OrganisationConfigured(organisation=ORGANISATION), noticed, filed)
        await publish(a_completed_run(run_id, chorus_pro=1, email_notice=1))

        async def closed() -> Answer | None:
            files = [one for one in await service.files(run_id) if one["state"] == "closed"]
            mailed = (await service.summary(run_id))["mails"]["done"]
            return files[0] if files and mailed else None

        file = await eventually(closed, timeout=PATIENCE)
    assert file
    wishes = {"name": "Partner", "url": "https://partner.example/", "facts": ["invoice-generated"]}
    endpoint = (await service.send("POST", "/webhook-endpoints", wishes)).json()
    link = await parts.database["links"].find_one()
    assert link
    return {
        "invoice_id": str(noticed.invoice.id),
        "run_id": str(run_id),
        "file_id": file["id"],
        "collection_id": str(collection.id),
        "endpoint_id": endpoint["id"],
        "token": link["_id"],
    }


async def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    address: str, known: dict[str, str], tmp_path: Path
) -> None:
    token = token_of("admin", seconds=3600)
    options = ("--exclude-path-regex=/test$",)
    assert await contradictions(address, token, known, tmp_path, *options) == ""
