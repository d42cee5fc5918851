"""The life of a mandate: its states, and 36 months of sleep."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.customers.payment import MandateState, PaymentDetails, SepaMandate
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.mandates import ENDED, is_dormant, may_follow, without_dormant
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
