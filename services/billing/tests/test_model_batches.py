"""Whose batch a folder is billed with, and when the calendar asks for a run."""

from datetime import date

import pytest
from kontor_billing.model.batches import Batch, BilledMonth, batch_of, of_batch
from kontor_billing.testing.records import a_folder, a_party, unbilled


def a_batch(**changes: object) -> Batch:
    values: dict[str, object] = {
        "name": "A",
        "version": 1,
        "day": 5,
        "since": date(2026, 11, 1),
    }
    return Batch.model_validate(values | changes)


@pytest.mark.parametrize(
    ("consolidate", "of_folder", "found"),
    [(False, "B", "B"), (False, "", "A"), (True, "B", "A"), (True, "", "A")],
)
def test_the_batch_of_a_consolidated_customer_is_set_on_the_customer(
    *, consolidate: bool, of_folder: str, found: str
) -> None:
    party = a_party(billing_batch="A", consolidate_invoices=consolidate)
    assert batch_of(party, a_folder(batch=of_folder)) == found


def test_a_run_without_a_batch_bills_the_folders_of_all() -> None:
    folders = tuple(unbilled(a_folder(batch="A"), a_folder(batch="B"), a_folder()))
    party = a_party()
    assert of_batch("", party, folders) == folders
    assert of_batch("B", party, folders) == folders[1:2]


@pytest.mark.parametrize(
    ("today", "billed", "month"),
    [
        (date(2026, 11, 4), BilledMonth.PAST, None),
        (date(2026, 11, 5), BilledMonth.PAST, "2026-10"),
        (date(2026, 11, 30), BilledMonth.PAST, "2026-10"),
        (date(2026, 11, 5), BilledMonth.RUNNING, "2026-11"),
        (date(2027, 1, 5), BilledMonth.PAST, "2026-12"),
    ],
)
def test_a_batch_is_due_from_its_day_on(
    today: date, billed: BilledMonth, month: str | None
) -> None:
    assert a_batch(billed_month=billed).due_month(today) == month


def test_nothing_is_due_of_before_the_batch_got_its_day_nor_without_a_day() -> None:
    late = a_batch(since=date(2026, 11, 6))
    assert late.due_month(date(2026, 11, 20)) is None
    assert late.due_month(date(2026, 12, 5)) == "2026-11"
    assert a_batch(day=None).due_month(date(2026, 12, 5)) is None
