"""What GoCardless tells of payments and mandates: told on as it stands there."""

from datetime import timedelta
from functools import partial

from kontor_chassis.testing import Publish
from kontor_contracts.customers.payment import GoCardlessMandateState
from kontor_contracts.delivery.gocardless import (
    GocardlessMandateChanged,
    GocardlessStanding,
)
from kontor_contracts.topics import DELIVERY_GOCARDLESS
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    GROSS,
    a_gocardless_mandate,
    mandate_known,
)
from kontor_delivery.testing.gocardless import (
    Provider,
    webhook,
)
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.traces import TRACE, traced
from kontor_local.testing import eventually

from .collecting import (
    FAILED,
    IN_FLIGHT,
    PAID,
    PATIENCE,
    are_told,
    created,
    exported,
    to_collect,
)


async def test_a_webhook_needs_a_signature_of_ours_and_either_secret_will_do(
    service: Service, provider: Provider, publish: Publish
) -> None:
    collection = await created(service, provider, publish, trace=TRACE)
    (payment,) = provider.of_collection(collection.id)
    told = partial(traced, service, payment["id"], DELIVERY_GOCARDLESS)
    assert await eventually(told, timeout=PATIENCE) == TRACE
    event = provider.moves("payments", payment["id"], "confirmed")
    body, signature = webhook("new secret", event)
    for wrong in ("", "0" * 64, "ä" * 8, webhook("a stranger's", event)[1]):
        assert (await service.take_webhook(body, wrong)).status_code == 498
    assert (await service.take_webhook(body + b" ", signature)).status_code == 498
    assert (await service.take_webhook(body, signature)).status_code == 204
    assert (await service.take_webhook(*webhook("old secret", event))).status_code == 204
    await are_told(service, collection, IN_FLIGHT, PAID)
    assert await told() == TRACE


async def test_events_that_come_twice_and_out_of_order_tell_the_state_that_holds(
    service: Service, provider: Provider, publish: Publish
) -> None:
    collection = await created(service, provider, publish)
    (payment,) = provider.of_collection(collection.id)
    submitted = provider.moves("payments", payment["id"], "submitted")
    confirmed = provider.moves("payments", payment["id"], "confirmed")
    body, signature = webhook("new secret", confirmed, submitted, confirmed)
    for _ in range(2):
        assert (await service.take_webhook(body, signature)).status_code == 204
    await are_told(service, collection, IN_FLIGHT, PAID)
    details = {"cause": "insufficient_funds", "reason_code": "AM04", "will_attempt_retry": False}
    failed = provider.moves("payments", payment["id"], "failed", **details)
    await service.take_webhook(*webhook("new secret", failed, submitted))
    told = await are_told(service, collection, IN_FLIGHT, PAID, FAILED)
    assert (told.code, told.reason) == ("insufficient_funds", "AM04")


async def test_a_failed_payment_that_gocardless_tries_again_stays_in_flight(
    service: Service, provider: Provider, publish: Publish
) -> None:
    collection = await created(service, provider, publish)
    (payment,) = provider.of_collection(collection.id)
    again = {"cause": "insufficient_funds", "will_attempt_retry": True}
    failed = provider.moves("payments", payment["id"], "failed", **again)
    await service.take_webhook(*webhook("new secret", failed))
    told = await are_told(service, collection, IN_FLIGHT, IN_FLIGHT)
    assert (told.state, told.code) == ("failed", "insufficient_funds")


async def test_a_state_that_nobody_knows_stays_unknown(
    service: Service, provider: Provider, publish: Publish
) -> None:
    collection = await created(service, provider, publish)
    (payment,) = provider.of_collection(collection.id)
    event = provider.moves("payments", payment["id"], "teleported")
    await service.take_webhook(*webhook("new secret", event))
    told = await are_told(service, collection, IN_FLIGHT, GocardlessStanding.UNKNOWN)
    assert told.state == "teleported"


async def test_a_mandate_that_ends_at_gocardless_is_told_once(
    service: Service, provider: Provider, publish: Publish
) -> None:
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, _ = to_collect(mandate)
    await publish(mandate_known(fact, mandate))
    events = [
        provider.moves("mandates", mandate.reference, "cancelled", cause="mandate_cancelled"),
        provider.tells("mandates", mandate.reference, "active"),
        provider.tells("payouts", "PO1", "paid"),
    ]
    assert (await service.take_webhook(*webhook("new secret", *events))).status_code == 204

    async def told() -> bool:
        found = await service.told_by_gocardless(GocardlessMandateChanged, mandate.id)
        return [one.state for one in found] == [GoCardlessMandateState.CANCELLED]

    await eventually(told, timeout=PATIENCE)


async def test_an_event_about_nobodys_payment_is_kept_aside_after_a_day(
    service: Service, provider: Provider, moved_clock: MovedClock
) -> None:
    event = provider.tells("payments", "PM0STRANGER", "confirmed")
    await service.take_webhook(*webhook("new secret", event))
    moved_clock.forward(timedelta(hours=25))

    async def aside() -> bool:
        answer = await service.get("/gocardless/unmatched-events")
        return event["id"] in [one["event_id"] for one in answer.json()["items"]]

    await eventually(aside, timeout=PATIENCE)


async def test_payments_of_a_file_follow_gocardless_and_a_second_one_is_noticed(
    service: Service, provider: Provider, publish: Publish
) -> None:
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    collection = await exported(service, publish, mandate)
    cents = int(GROSS * 100)
    told = provider.imports(mandate.reference, cents, collection.reference)
    await service.take_webhook(*webhook("new secret", told))
    first = await are_told(service, collection, IN_FLIGHT)
    confirmed = provider.moves("payments", first.payment_id, "confirmed")
    await service.take_webhook(*webhook("new secret", confirmed))
    await are_told(service, collection, IN_FLIGHT, PAID)

    twice = provider.imports(mandate.reference, cents, collection.reference)
    await service.take_webhook(*webhook("new secret", twice))

    async def noticed() -> bool:
        listed = (await service.get("/gocardless/unmatched-events")).json()["items"]
        reasons = [one["reason"] for one in listed if one["event_id"] == twice["id"]]
        return reasons == [f"{collection.reference} has the payment {first.payment_id} already"]

    await eventually(noticed, timeout=PATIENCE)


async def test_a_file_that_nobody_hands_in_is_told_after_days_and_its_payment_is_known_still(
    service: Service, provider: Provider, publish: Publish, moved_clock: MovedClock
) -> None:
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    collection = await exported(service, publish, mandate)
    moved_clock.forward(timedelta(days=5))
    told = await are_told(service, collection, GocardlessStanding.UNKNOWN)
    assert told.code == "export-not-seen"
    path = f"/gocardless/collections/{collection.id}/again"
    assert (await service.send("POST", path, role="accounting")).status_code == 409
    late = provider.imports(mandate.reference, int(GROSS * 100), collection.reference)
    await service.take_webhook(*webhook("new secret", late))
    await are_told(service, collection, GocardlessStanding.UNKNOWN, IN_FLIGHT)
