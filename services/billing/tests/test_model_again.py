"""Deciding once more: the same month gives the same invoice, the next one another."""

from datetime import date

from kontor_billing.model.coverage import Span
from kontor_billing.model.decision import decide
from kontor_billing.testing.records import OCTOBER, a_context, a_folder, a_party, billed, unbilled
from kontor_contracts.values import Period


def test_deciding_again_yields_the_same_invoice() -> None:
    context, party, folder = a_context(), a_party(), a_folder()
    first, second = (
        decide(context, party, payment=None, folders=unbilled(folder)) for _ in range(2)
    )
    assert first == second


def test_another_month_of_the_same_folder_is_another_invoice() -> None:
    november = a_context(period=Period(start=date(2026, 11, 1), end=date(2026, 12, 1)))
    folder = a_folder()
    (line,) = folder.lines
    done = billed(folder, {line.id: (Span(OCTOBER.start, OCTOBER.end),)})
    (draft,) = decide(november, a_party(), payment=None, folders=[done]).invoices
    assert [one.period for one in draft.invoice.lines()] == [november.period]
    (booking,) = draft.bookings()
    assert booking.billed() == {line.id: (Span(date(2026, 10, 1), date(2026, 12, 1)),)}
