"""Collections by GoCardless' API: asked for once."""

from datetime import timedelta

import pytest
from kontor_chassis.clock import now
from kontor_chassis.testing import Publish
from kontor_contracts.billing.invoice import Collection
from kontor_contracts.delivery.gocardless import (
    GocardlessStanding,
)
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    GROSS,
    a_gocardless_mandate,
    mandate_known,
)
from kontor_delivery.testing.gocardless import (
    Provider,
    internal_error,
    not_allowed,
    too_many,
)
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import Fault
from kontor_delivery.usecases.gocardless import collecting
from kontor_local.testing import eventually

from .collecting import (
    IN_FLIGHT,
    PATIENCE,
    are_told,
    created,
    has_state,
    line_of,
    to_collect,
)


async def test_a_collection_becomes_one_payment_in_cents_on_a_day_that_the_mandate_allows(
    service: Service, provider: Provider, publish: Publish
) -> None:
    collection = await created(service, provider, publish)
    (payment,) = provider.of_collection(collection.id)
    assert payment["amount"] == int(GROSS * 100)
    assert payment["charge_date"] == "2026-11-20"
    assert payment["metadata"]["invoice"] == collection.reference
    told = await are_told(service, collection, IN_FLIGHT)
    assert (told.payment_id, told.state) == (payment["id"], "pending_submission")


async def test_a_missing_or_cancelled_mandate_is_a_state_with_its_reason(
    service: Service, provider: Provider, publish: Publish
) -> None:
    without, first = to_collect(None)
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference, "cancelled")
    with_cancelled, second = to_collect(mandate)
    await publish(without, mandate_known(with_cancelled, mandate), with_cancelled)
    assert (await has_state(service, first, "refused"))["code"] == "mandate-missing"
    line = await has_state(service, second, "refused")
    assert (line["code"], line["standing"]) == ("mandate-not-active", "refused")
    assert mandate.reference in line["reason"]
    await are_told(service, second, GocardlessStanding.REFUSED)
    assert provider.of_collection(second.id) == []


async def test_what_was_refused_is_collected_once_its_mandate_is_mended(
    service: Service, provider: Provider, publish: Publish
) -> None:
    fact, collection = to_collect(None)
    await publish(fact)
    await has_state(service, collection, "refused")
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    await publish(mandate_known(fact, mandate))
    path = f"/gocardless/collections/{collection.id}/again"

    async def collected() -> bool:
        if (await line_of(service, collection))["state"] == "refused":
            await service.send("POST", path, role="accounting")
        return bool(provider.of_collection(collection.id))

    await eventually(collected, timeout=PATIENCE)
    await has_state(service, collection, "created")
    again = await service.send("POST", path, role="accounting")
    assert (again.status_code, again.json()["code"]) == (409, "collection-not-refused")


async def test_errors_and_time_outs_never_charge_twice(
    service: Service, provider: Provider, publish: Publish
) -> None:
    faults = [
        Fault("/payments", internal_error(), done=True),
        Fault("/payments", too_many()),
        Fault("/payments", done=True),
        Fault("/payments", hangs=True),
    ]
    provider.stand_in.faults += faults
    collection = await created(service, provider, publish)
    assert len(provider.of_collection(collection.id)) == 1
    assert not provider.stand_in.faults
    keys = {
        one.headers["idempotency-key"]
        for one in provider.stand_in.asked
        if one.method == "POST" and str(collection.id) in one.body.decode()
    }
    assert keys == {f"{collection.id}-1"}


@pytest.fixture
def _long_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is left alone while a test looks at it: the next try comes in an hour."""
    monkeypatch.setattr(collecting, "next_try", lambda *_: now() + timedelta(hours=1))


async def is_left_open(service: Service, collection: Collection) -> None:
    """Asked for, and no answer has told what became of it; nothing is under way."""

    async def is_so() -> bool:
        line = await line_of(service, collection)
        return line.get("state") == "requested" and "server error" in line["reason"]

    await eventually(is_so, timeout=PATIENCE)


@pytest.mark.usefixtures("_long_pauses")
async def test_a_payment_is_looked_for_when_its_key_may_be_forgotten(
    service: Service, provider: Provider, publish: Publish, moved_clock: MovedClock
) -> None:
    provider.stand_in.faults.append(Fault("/payments", internal_error(), done=True))
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, collection = to_collect(mandate)
    await publish(mandate_known(fact, mandate), fact)
    await is_left_open(service, collection)
    provider.keys.clear()
    moved_clock.forward(timedelta(hours=25))
    await has_state(service, collection, "created")
    assert len(provider.of_collection(collection.id)) == 1


@pytest.mark.usefixtures("_long_pauses")
async def test_a_look_that_is_refused_does_not_say_that_there_is_no_payment(
    service: Service, provider: Provider, publish: Publish, moved_clock: MovedClock
) -> None:
    provider.stand_in.faults.append(Fault("/payments", internal_error(), done=True))
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, collection = to_collect(mandate)
    await publish(mandate_known(fact, mandate), fact)
    await is_left_open(service, collection)
    provider.keys.clear()
    provider.stand_in.faults.append(Fault("/payments", not_allowed()))
    moved_clock.forward(timedelta(hours=25))
    line = await has_state(service, collection, "unclear")
    assert line["code"] == "outcome-unknown"
    path = f"/gocardless/collections/{collection.id}/again"
    assert (await service.send("POST", path, role="accounting")).status_code == 202
    await has_state(service, collection, "created")
    assert len(provider.of_collection(collection.id)) == 1
