"""What is owed of an invoice, whatever comes in whatever order."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.receivable import Receivable, credited, fact_of, overdue, paid
from kontor_billing.testing.records import a_receivable
from kontor_contracts.billing.standing import InvoiceState

DUE = date(2026, 11, 16)
LATER = DUE + timedelta(days=1)


def states(*changes: Receivable) -> list[str]:
    return [one.state.value for one in changes]


def facts(*states: Receivable) -> list[str | None]:
    found = [fact_of(before, after) for before, after in pairwise(states)]
    return [fact.type if fact else None for fact in found]


def test_an_invoice_goes_from_open_over_part_paid_to_paid_and_back() -> None:
    issued = a_receivable(payable=Decimal(100))
    part = paid(issued, Decimal(40))
    whole = paid(part, Decimal(60))
    again = paid(whole, Decimal(-60))
    steps = (issued, part, whole, again)
    assert states(*steps) == ["open", "part-paid", "paid", "part-paid"]
    assert facts(*steps) == ["invoice-part-paid", "invoice-paid", "invoice-reopened"]
    assert [one.version for one in steps] == [0, 1, 2, 3]


def test_what_is_paid_beyond_is_credit() -> None:
    issued = a_receivable(payable=Decimal(100))
    more = paid(issued, Decimal(130))
    assert (more.state, more.open, more.credit) == (InvoiceState.PAID, 0, Decimal(30))
    assert facts(more, paid(more, Decimal(-10))) == [None]


def test_a_credit_note_over_everything_cancels_and_leaves_what_was_paid_as_credit() -> None:
    part = paid(a_receivable(payable=Decimal(100)), Decimal(40))
    cancelled = credited(part, Decimal(100))
    assert (cancelled.state, cancelled.credit) == (InvoiceState.CANCELLED, Decimal(40))
    assert facts(part, cancelled) == ["invoice-cancelled"]


@pytest.mark.parametrize(("today", "expected"), [(DUE, "open"), (LATER, "overdue")])
def test_an_invoice_is_overdue_the_day_after_it_is_due(today: date, expected: str) -> None:
    assert overdue(a_receivable(due_on=DUE), today).state == expected


def test_an_invoice_is_called_overdue_once() -> None:
    first = overdue(a_receivable(due_on=DUE), LATER)
    assert facts(a_receivable(due_on=DUE), first) == ["invoice-overdue"]
    assert overdue(first, LATER + timedelta(days=9)) is first
    settled = paid(first, first.payable)
    reopened = paid(settled, -first.payable)
    assert states(settled, reopened) == ["paid", "overdue"]
    assert facts(settled, reopened) == ["invoice-reopened"]


def test_an_invoice_over_nothing_is_not_overdue() -> None:
    nothing = paid(a_receivable(payable=Decimal(0), due_on=DUE), Decimal(0))
    assert overdue(nothing, LATER) is nothing


AMOUNTS = st.lists(st.integers(-500, 500).map(lambda cents: Decimal(cents) / 100), max_size=8)


@given(AMOUNTS, st.randoms())
def test_the_order_of_payments_does_not_matter(amounts: list[Decimal], random: object) -> None:
    shuffled = list(amounts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    ends = []
    for order in (amounts, shuffled):
        one = a_receivable(payable=Decimal(7))
        for amount in order:
            one = paid(one, amount)
        ends.append(one)
    assert ends[0] == ends[1].model_copy(update={"id": ends[0].id, "party_id": ends[0].party_id})
    assert ends[0].open - ends[0].credit == ends[0].payable - sum(amounts)
