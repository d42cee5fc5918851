"""A changed IBAN under every guard."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from kontor_contracts.customers.bank_account import IbanChangeState
from kontor_contracts.customers.organisation import IbanGuard
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.history import Author
from kontor_customers.model.iban_guard import (
    AccountChange,
    ChangeIsSettledError,
    ChangeWaitsForADayError,
    Guard,
    SecondPersonNeededError,
    applied,
    guarded,
    require_confirmable,
    settled_as,
)
from kontor_customers.testing.records import (
    FRENCH_IBAN,
    GERMAN_IBAN,
    TODAY,
    a_mandate,
    an_account,
    changed_payment,
    payment_with,
)

ADA = Author(subject="1", name="Ada", door="http")
EVE = Author(subject="2", name="Eve", door="http")
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)


def a_guard(kind: IbanGuard) -> Guard:
    return Guard(kind, 3, ADA, NOW, TODAY, uuid4)


def a_debit() -> PaymentDetails:
    return payment_with(accounts=[an_account()], mandates=[a_mandate()])


def moved(payment: PaymentDetails, iban: str) -> PaymentDetails:
    body = payment.model_dump(mode="json", exclude={"party_id", "version"})
    body["accounts"][0] |= {"iban": iban, "bic": ""}
    return changed_payment(payment, body)


def held(
    payment: PaymentDetails, kind: IbanGuard, waiting: Sequence[AccountChange] = ()
) -> tuple[PaymentDetails, list[AccountChange]]:
    return guarded(payment, moved(payment, FRENCH_IBAN), a_guard(kind), waiting)


def test_without_a_guard_it_holds_at_once_and_is_told_masked() -> None:
    after, (change,) = held(a_debit(), IbanGuard.OFF)
    assert after.accounts[0].iban == FRENCH_IBAN
    assert (change.state, change.before, change.after) == (
        IbanChangeState.APPLIED,
        "DE…3000",
        "FR…2606",
    )
    assert change.iban == ""


def test_held_back_the_account_keeps_its_iban() -> None:
    before = a_debit()
    after, (change,) = held(before, IbanGuard.SECOND_PERSON)
    assert after is before
    assert (change.state, change.iban) == (IbanChangeState.WAITING, FRENCH_IBAN)
    _, (timed,) = held(before, IbanGuard.WAITING_TIME)
    assert timed.usable_from == date(2026, 10, 4)


def test_other_changes_of_the_same_save_hold_at_once() -> None:
    before = a_debit()
    body = before.model_dump(mode="json", exclude={"party_id", "version"})
    body["accounts"][0] |= {"iban": FRENCH_IBAN, "bic": "", "holder": "Kranz GmbH"}
    after, _ = guarded(before, changed_payment(before, body), a_guard(IbanGuard.SECOND_PERSON))
    assert (after.accounts[0].iban, after.accounts[0].holder) == (GERMAN_IBAN, "Kranz GmbH")
    assert after.version == before.version + 1


def test_asking_for_the_same_again_is_no_new_change() -> None:
    before = a_debit()
    _, waiting = held(before, IbanGuard.SECOND_PERSON)
    again, changes = held(before, IbanGuard.SECOND_PERSON, waiting)
    assert again is before
    assert changes == []


def test_asking_for_another_withdraws_the_one_that_waits() -> None:
    before = a_debit()
    _, waiting = held(before, IbanGuard.SECOND_PERSON)
    other = moved(before, "DE75512108001245126199")
    _, (given_up, fresh) = guarded(before, other, a_guard(IbanGuard.SECOND_PERSON), waiting)
    assert given_up.id == waiting[0].id
    assert (given_up.state, given_up.iban) == (IbanChangeState.WITHDRAWN, "")
    assert fresh.state is IbanChangeState.WAITING


def test_an_account_that_no_mandate_uses_is_not_guarded() -> None:
    before = payment_with(accounts=[an_account()])
    after, changes = held(before, IbanGuard.SECOND_PERSON)
    assert after.accounts[0].iban == FRENCH_IBAN
    assert changes == []


def test_another_account_under_a_mandate_goes_not_around_the_guard() -> None:
    before = payment_with(
        accounts=[an_account(), an_account(iban=FRENCH_IBAN)],
        mandates=[a_mandate(account_iban=GERMAN_IBAN)],
    )
    body = before.model_dump(mode="json", exclude={"party_id", "version"})
    body["mandates"][0]["account_id"] = str(before.accounts[1].id)
    after = changed_payment(before, body)
    with pytest.raises(InvalidInputError):
        guarded(before, after, a_guard(IbanGuard.WAITING_TIME))
    _, (told,) = guarded(before, after, a_guard(IbanGuard.OFF))
    assert (told.before, told.after) == ("DE…3000", "FR…2606")


def test_a_second_person_confirms_and_nobody_twice() -> None:
    before = a_debit()
    _, (change,) = held(before, IbanGuard.SECOND_PERSON)
    with pytest.raises(SecondPersonNeededError):
        require_confirmable(change, ADA)
    require_confirmable(change, EVE)
    after, settled = applied(before, change, confirmed_by="Eve")
    assert after.accounts[0].iban == FRENCH_IBAN
    assert (settled.confirmed_by, settled.iban) == ("Eve", "")
    with pytest.raises(ChangeIsSettledError):
        require_confirmable(settled, EVE)


def test_what_waits_for_its_day_is_not_confirmed() -> None:
    _, (change,) = held(a_debit(), IbanGuard.WAITING_TIME)
    with pytest.raises(ChangeWaitsForADayError):
        require_confirmable(change, EVE)
    with pytest.raises(ChangeIsSettledError):
        require_confirmable(settled_as(change, IbanChangeState.WITHDRAWN), EVE)
