"""The life of a mandate: its states, its uses, and 36 months of sleep."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.billing.collection import (
    CollectionEvent,
    CollectionPresented,
    CollectionSettled,
    PaymentReturned,
    ReturnKind,
)
from kontor_contracts.customers.payment import MandateState, PaymentDetails, SepaMandate
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.mandates import (
    ENDED,
    after_collection,
    expires_on,
    expiring,
    is_dormant,
    may_follow,
    without_dormant,
)
from kontor_customers.testing.records import a_mandate, an_account, changed_payment, payment_with


def with_mandate(**fields: object) -> PaymentDetails:
    return payment_with(accounts=[an_account()], mandates=[a_mandate(**fields)])


def in_state(payment: PaymentDetails, state: str) -> PaymentDetails:
    body = payment.model_dump(mode="json", exclude={"party_id", "version"})
    body["mandates"][0]["state"] = state
    return changed_payment(payment, body)


def codes_of_state(payment: PaymentDetails, state: str) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        in_state(payment, state)
    return [error.code for error in refused.value.fields]


@given(st.sampled_from(list(MandateState)), st.sampled_from(sorted(ENDED)))
def test_what_has_ended_stays_ended(after: MandateState, ended: MandateState) -> None:
    assert may_follow(ended, after) is (after is ended)


def test_a_mandate_is_signed_suspended_taken_up_again_and_cancelled() -> None:
    payment = with_mandate(state="draft")
    for state in ("active", "suspended", "active", "cancelled"):
        payment = in_state(payment, state)
    assert payment.mandates[0].state is MandateState.CANCELLED
    assert codes_of_state(payment, "active") == ["mandate-ended"]


def test_a_signed_mandate_never_becomes_a_draft_again() -> None:
    assert codes_of_state(with_mandate(), "draft") == ["mandate-ended"]


def last_used(signed_on: str, last_used_on: str | None) -> SepaMandate:
    days = {
        "signed_on": date.fromisoformat(signed_on),
        "last_used_on": date.fromisoformat(last_used_on) if last_used_on else None,
    }
    return with_mandate().mandates[0].model_copy(update=days)


@pytest.mark.parametrize("days", [("2023-10-01", None), ("2015-05-05", "2023-09-30")])
def test_36_months_without_a_collection_are_too_many(days: tuple[str, str | None]) -> None:
    assert is_dormant(last_used(*days), date(2026, 10, 1))


@pytest.mark.parametrize("days", [("2023-10-02", None), ("2015-05-05", "2023-10-02")])
def test_a_day_less_is_not(days: tuple[str, str | None]) -> None:
    assert not is_dormant(last_used(*days), date(2026, 10, 1))


def test_a_month_without_that_day_ends_on_its_last() -> None:
    mandate = with_mandate(signed_on="2024-02-29").mandates[0]
    assert not is_dormant(mandate, date(2027, 2, 27))
    assert is_dormant(mandate, date(2027, 2, 28))


def test_a_dormant_mandate_expires_and_others_stay() -> None:
    payment = with_mandate(signed_on="2024-05-01")
    assert without_dormant(payment, date(2027, 4, 30)) is payment
    expired = without_dormant(payment, date(2027, 5, 1))
    assert expired.mandates[0].state is MandateState.EXPIRED
    assert expired.version == payment.version + 1
    assert without_dormant(expired, date(2030, 1, 1)) is expired


def test_an_old_mandate_is_entered_with_its_last_use_or_not_at_all() -> None:
    with pytest.raises(InvalidInputError) as refused:
        with_mandate(signed_on="2019-01-01")
    assert [error.field for error in refused.value.fields] == ["mandates.0.last_used_on"]
    payment = with_mandate(signed_on="2019-01-01", last_used_on="2026-09-01")
    assert payment.mandates[0].last_used_on == date(2026, 9, 1)


PAYMENT = with_mandate(signed_on="2026-02-03")
OF_COLLECTION = {
    "collection_id": uuid4(),
    "invoice_id": uuid4(),
    "invoice_number": "2026-000123",
    "party_id": PAYMENT.party_id,
    "reference": "2026-000123-1-1",
    "amount": Decimal("119.00"),
    "currency": "EUR",
    "mandate_id": PAYMENT.mandates[0].id,
}


def presented(day: date) -> CollectionEvent:
    return CollectionPresented.model_validate(
        {**OF_COLLECTION, "file_id": uuid4(), "collection_date": day, "sequence": "RCUR"}
    )


def settled(day: date, sequence: str = "RCUR") -> CollectionEvent:
    return CollectionSettled.model_validate(
        {**OF_COLLECTION, "collection_date": day, "sequence": sequence}
    )


def returned(becomes: MandateState | None) -> CollectionEvent:
    returning = {"kind": ReturnKind.RETURNED, "code": "", "needs_person": True}
    return PaymentReturned.model_validate(
        {**OF_COLLECTION, **returning, "mandate_becomes": becomes}
    )


def after(*facts: CollectionEvent) -> SepaMandate:
    payment = PAYMENT
    for fact in facts:
        payment = after_collection(payment, fact)
    return payment.mandates[0]


@given(st.lists(st.dates(date(2026, 3, 1), date(2030, 1, 1)).map(presented), min_size=1))
def test_uses_in_any_order_and_number_leave_the_latest(facts: list[CollectionEvent]) -> None:
    assert after(*facts) == after(*reversed(facts), *facts)


ENDINGS = st.sampled_from([MandateState.CANCELLED, MandateState.SUSPENDED, None]).map(returned)


@given(st.lists(st.one_of(ENDINGS, st.just(settled(date(2026, 4, 1), "OOFF")))))
def test_a_mandate_that_the_bank_has_ended_is_never_alive_again(
    facts: list[CollectionEvent],
) -> None:
    ended = after(returned(MandateState.CANCELLED), *facts)
    assert ended.state is MandateState.CANCELLED


def test_the_money_of_the_only_or_final_collection_consumes_the_mandate() -> None:
    day = date(2026, 4, 1)
    assert after(settled(day)).state is MandateState.ACTIVE
    assert after(settled(day, "OOFF")).state is MandateState.CONSUMED
    assert after(settled(day, "FNAL")).last_used_on == day


def test_a_return_that_says_nothing_of_the_mandate_leaves_it() -> None:
    assert after(returned(None)) == PAYMENT.mandates[0]
    stranger = returned(MandateState.CANCELLED).model_copy(update={"mandate_id": None})
    assert after(stranger) == PAYMENT.mandates[0]


@given(st.integers(-100, 100))
def test_an_expiry_is_told_from_so_many_days_before_until_the_day_itself(days: int) -> None:
    today = expires_on(PAYMENT.mandates[0]) - timedelta(days=days)
    last = today + timedelta(days=60)
    told = expiring(PAYMENT, today, last, datetime(2026, 11, 4, tzinfo=UTC))
    assert bool(told) is (0 < days <= 60)


def test_only_living_mandates_are_told_of() -> None:
    day = expires_on(PAYMENT.mandates[0]) - timedelta(days=1)
    cancelled = after_collection(PAYMENT, returned(MandateState.CANCELLED))
    assert (
        expiring(cancelled, day, day + timedelta(days=9), datetime(2026, 11, 4, tzinfo=UTC)) == []
    )
