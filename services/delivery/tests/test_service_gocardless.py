"""Collections by GoCardless' API: asked for once, and told as they stand there."""

from datetime import timedelta
from uuid import uuid4

from kontor_chassis.testing import Publish
from kontor_contracts.billing.invoice import Collection, CollectionWay, InvoiceGenerated
from kontor_contracts.customers.payment import GoCardlessMandate, GoCardlessMandateState
from kontor_contracts.delivery.gocardless import (
    GocardlessMandateChanged,
    GocardlessPaymentChanged,
    GocardlessStanding,
)
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    GROSS,
    a_collection,
    a_completed_run,
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import (
    Provider,
    internal_error,
    not_allowed,
    too_many,
    webhook,
)
from kontor_delivery.testing.service import Answer, Service
from kontor_delivery.testing.stand_in import Fault
from kontor_local.testing import eventually

PATIENCE = 60
IN_FLIGHT, PAID, FAILED = (
    GocardlessStanding.IN_FLIGHT,
    GocardlessStanding.PAID,
    GocardlessStanding.FAILED,
)


def to_collect(mandate: GoCardlessMandate | None) -> tuple[InvoiceGenerated, Collection]:
    """An invoice by mail, collected by API."""
    collection = an_api_collection(mandate)
    return a_fact(a_recipient(), collections=(collection,)), collection


async def line_of(service: Service, collection: Collection) -> Answer:
    answer = await service.get(f"/gocardless/collections/{collection.id}")
    return dict(answer.json())


async def has_state(service: Service, collection: Collection, state: str) -> Answer:
    async def reached() -> Answer | None:
        line = await line_of(service, collection)
        return line if line.get("state") == state else None

    line = await eventually(reached, timeout=PATIENCE)
    assert line
    return line


async def created(service: Service, provider: Provider, publish: Publish) -> Collection:
    """A collection that GoCardless has."""
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, collection = to_collect(mandate)
    await publish(mandate_known(fact, mandate), fact)
    await has_state(service, collection, "created")
    return collection


async def standings(service: Service, collection: Collection) -> list[GocardlessStanding]:
    told = await service.told_by_gocardless(GocardlessPaymentChanged, collection.id)
    assert [one.sequence for one in told] == list(range(1, len(told) + 1))
    return [one.standing for one in told]


async def are_told(
    service: Service, collection: Collection, *wanted: GocardlessStanding
) -> GocardlessPaymentChanged:
    async def told() -> bool:
        return await standings(service, collection) == list(wanted)

    await eventually(told, timeout=PATIENCE)
    return (await service.told_by_gocardless(GocardlessPaymentChanged, collection.id))[-1]


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


async def test_a_payment_is_looked_for_when_its_key_may_be_forgotten(
    service: Service, provider: Provider, publish: Publish, moved_clock: MovedClock
) -> None:
    provider.stand_in.faults.append(Fault("/payments", internal_error(), done=True))
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, collection = to_collect(mandate)
    await publish(mandate_known(fact, mandate), fact)

    async def asked() -> bool:
        return (await line_of(service, collection)).get("state") == "requested"

    await eventually(asked, timeout=PATIENCE)
    provider.keys.clear()
    moved_clock.forward(timedelta(hours=25))
    await has_state(service, collection, "created")
    assert len(provider.of_collection(collection.id)) == 1


async def test_a_look_that_is_refused_does_not_say_that_there_is_no_payment(
    service: Service, provider: Provider, publish: Publish, moved_clock: MovedClock
) -> None:
    provider.stand_in.faults.append(Fault("/payments", internal_error(), done=True))
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, collection = to_collect(mandate)
    await publish(mandate_known(fact, mandate), fact)
    await has_state(service, collection, "requested")
    provider.keys.clear()
    provider.stand_in.faults.append(Fault("/payments", not_allowed()))
    moved_clock.forward(timedelta(hours=25))
    line = await has_state(service, collection, "unclear")
    assert line["code"] == "outcome-unknown"
    path = f"/gocardless/collections/{collection.id}/again"
    assert (await service.send("POST", path, role="accounting")).status_code == 202
    await has_state(service, collection, "created")
    assert len(provider.of_collection(collection.id)) == 1


async def test_a_webhook_needs_a_signature_of_ours_and_either_secret_will_do(
    service: Service, provider: Provider, publish: Publish
) -> None:
    collection = await created(service, provider, publish)
    (payment,) = provider.of_collection(collection.id)
    event = provider.moves("payments", payment["id"], "confirmed")
    body, signature = webhook("new secret", event)
    for wrong in ("", "0" * 64, "ä" * 8, webhook("a stranger's", event)[1]):
        assert (await service.take_webhook(body, wrong)).status_code == 498
    assert (await service.take_webhook(body + b" ", signature)).status_code == 498
    assert (await service.take_webhook(body, signature)).status_code == 204
    assert (await service.take_webhook(*webhook("old secret", event))).status_code == 204
    await are_told(service, collection, IN_FLIGHT, PAID)


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


async def exported(service: Service, publish: Publish, mandate: GoCardlessMandate) -> Collection:
    """A collection in a closed file."""
    run_id = uuid4()
    collection = a_collection(
        way=CollectionWay.GOCARDLESS_FILE,
        reference=f"R-{uuid4().hex[:12]}-1-1",
        mandate_id=mandate.id,
        mandate_reference=mandate.reference,
    )
    fact = a_fact(a_recipient(), collections=(collection,), run_id=run_id)
    run = a_completed_run(run_id, email_attachment=1, gocardless_file=1)
    await publish(mandate_known(fact, mandate), fact, run)
    await has_state(service, collection, "exported")
    return collection


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
