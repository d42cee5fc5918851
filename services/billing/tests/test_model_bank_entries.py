"""Returns without an end-to-end id, found by mandate, amount and day."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from kontor_billing.model.bank_entries import Return, only_fit
from kontor_billing.model.collections import TrackedCollection
from kontor_billing.testing.records import a_collection
from kontor_contracts.billing.collection import ReturnKind

DECEMBER, JANUARY = date(2026, 12, 10), date(2027, 1, 11)
AMOUNT = Decimal("35.58")


def a_debit(on: date, amount: Decimal = AMOUNT) -> TrackedCollection:
    fields = a_collection(amount=amount).model_dump()
    return TrackedCollection(**fields, file_id=uuid4(), collection_date=on)


def a_return(on: date | None) -> Return:
    kind = ReturnKind.RETURNED
    fields = {"key": "B-1", "kind": kind, "reference": "", "amount": AMOUNT, "currency": "EUR"}
    return Return.model_validate(fields | {"code": "AC04", "mandate": "M-1", "collected_on": on})


DEBITS = [a_debit(DECEMBER), a_debit(JANUARY), a_debit(JANUARY, Decimal("5.00"))]


@pytest.mark.parametrize(
    ("said", "found"), [(DECEMBER, 0), (JANUARY, 1), (date(2026, 12, 11), None), (None, None)]
)
def test_of_two_debits_alike_the_day_tells_which_came_back_and_none_is_guessed(
    said: date | None, found: int | None
) -> None:
    expected = None if found is None else DEBITS[found]
    assert only_fit(a_return(said), DEBITS) == expected


def test_one_debit_alone_needs_no_day_but_another_day_is_not_it() -> None:
    assert only_fit(a_return(None), DEBITS[:1]) == DEBITS[0]
    assert only_fit(a_return(JANUARY), DEBITS[:1]) is None
    assert only_fit(a_return(None), DEBITS[2:]) is None
