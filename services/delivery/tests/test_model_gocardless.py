"""Collections by API: cents, days, and what a look at GoCardless means."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.billing.invoice import CollectionWay, Payer
from kontor_contracts.delivery.gocardless import GocardlessStanding
from kontor_delivery.model.gocardless.event import ProviderEvent, ToldEvent, stands
from kontor_delivery.model.gocardless.payment import (
    OUTCOME_UNKNOWN,
    ApiPayment,
    minor_units,
    payments_of,
)
from kontor_delivery.model.gocardless.provider import ProviderMandate, ProviderPayment
from kontor_delivery.testing.facts import MOMENT, a_collection, a_fact

STATES = st.sampled_from(
    ["submitted", "confirmed", "paid_out", "failed", "charged_back", "cancelled", "teleported"]
)
ACTIONS = st.sampled_from(["submitted", "confirmed", "failed", "charged_back", "novel_action"])


def a_payment(**changes: object) -> ApiPayment:
    collection = a_collection(way=CollectionWay.GOCARDLESS_API, mandate_id=uuid4(), **changes)
    (payment,) = payments_of(a_fact(collections=(collection, a_collection())), MOMENT)
    return payment


def as_there(payment: ApiPayment, state: str) -> ProviderPayment:
    return ProviderPayment(
        id="PM1",
        state=state,
        amount=minor_units(payment.amount),
        currency="EUR",
        mandate="MD1",
        collection=str(payment.id),
    )


def an_event(action: str, at: datetime, **details: object) -> ProviderEvent:
    told = ToldEvent.model_validate(
        {
            "id": f"EV{uuid4().hex}",
            "created_at": at,
            "resource_type": "payments",
            "action": action,
            "links": {"payment": "PM1", "mandate": None},
            "details": {"cause": f"{action}_cause", "reason_code": None, **details},
        }
    )
    return ProviderEvent.of(told, at)


@given(st.decimals(Decimal("0.01"), Decimal("9999999999.99"), places=2))
def test_cents_are_exact(amount: Decimal) -> None:
    assert Decimal(minor_units(amount)) / 100 == amount


def test_the_mandate_is_looked_for_with_whoever_pays() -> None:
    payer = Payer(party_id=uuid4(), number="K-9", name="Zentrale")
    collection = a_collection(way=CollectionWay.GOCARDLESS_API)
    fact = a_fact(collections=(collection,), payer=payer)
    (paid_by_another,) = payments_of(fact, MOMENT)
    assert paid_by_another.debtor_id == payer.party_id
    assert paid_by_another.party_id == fact.invoice.party_id
    payment = a_payment()
    assert payment.debtor_id == payment.party_id


@given(st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)))
def test_nothing_is_charged_before_the_due_day_or_before_the_mandate_allows(
    earliest: date | None,
) -> None:
    payment = a_payment()
    mandate = ProviderMandate(id="MD1", state="active", next_charge=earliest)
    request = payment.requested(uuid4(), mandate, MOMENT).request
    assert request
    assert request.charge_date == (max(payment.due_on, earliest) if earliest else None)


def test_a_payment_of_another_amount_is_not_taken_for_ours() -> None:
    mandate = ProviderMandate(id="MD1", state="active")
    payment = a_payment().requested(uuid4(), mandate, MOMENT)
    assert payment.request
    there = as_there(payment, "submitted")
    assert there.fits(payment.request)
    for other in ({"amount": 1}, {"currency": "SEK"}, {"mandate": "MD2"}, {"collection": "x"}):
        assert not there.model_copy(update=other).fits(payment.request)


@given(st.lists(ACTIONS, max_size=6), STATES)
def test_whatever_events_come_the_state_is_that_of_the_last_look(
    actions: list[str], state: str
) -> None:
    payment = a_payment().created(as_there(a_payment(), "pending_submission"))
    versions = [payment.version]
    telling = an_event("failed", MOMENT + timedelta(days=1))
    for event in [*(an_event(one, MOMENT) for one in actions), telling]:
        payment = stands(payment, as_there(payment, state), event)
        versions.append(payment.version)
    assert payment.provider_state == state
    assert versions == sorted(versions)
    assert stands(payment, as_there(payment, state), telling) is payment


def test_an_older_event_does_not_replace_the_cause_that_was_told_last() -> None:
    payment = a_payment().created(as_there(a_payment(), "submitted"))
    last = an_event("failed", MOMENT + timedelta(days=2))
    first = an_event("failed", MOMENT, will_attempt_retry=True, cause="refer_to_payer")
    failed = stands(payment, as_there(payment, "failed"), last)
    assert failed.standing is GocardlessStanding.FAILED
    assert stands(failed, as_there(payment, "failed"), first) is failed


def test_a_failure_is_told_by_the_event_that_knows_its_cause() -> None:
    payment = a_payment().created(as_there(a_payment(), "submitted"))
    failed = as_there(payment, "failed")
    assert stands(payment, failed, an_event("confirmed", MOMENT)) is payment
    told = stands(payment, failed, an_event("failed", MOMENT))
    assert (told.standing, told.code) == (GocardlessStanding.FAILED, "failed_cause")


def test_a_new_start_has_a_key_of_its_own() -> None:
    payment = a_payment().refused("mandate-missing", "enter one")
    again = payment.again(datetime(2026, 11, 3, tzinfo=UTC))
    assert again
    assert (again.key, again.request) == (f"{payment.id}-2", None)
    assert again.key != payment.key


def test_what_is_unclear_keeps_its_key_and_what_there_is_is_not_asked_for_again() -> None:
    mandate = ProviderMandate(id="MD1", state="active")
    requested = a_payment().requested(uuid4(), mandate, MOMENT)
    again = requested.unclear(OUTCOME_UNKNOWN, "no answer").again(MOMENT)
    assert again
    assert (again.key, again.request) == (requested.key, requested.request)
    assert requested.created(as_there(requested, "submitted")).again(MOMENT) is None
    assert requested.unclear("key-used-otherwise", "compare").again(MOMENT) is None
