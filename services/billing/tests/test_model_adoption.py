"""What a restored billing reads from facts alone: numbers, and runs."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from kontor_billing.model.adopted_runs import adopted_runs, without_files
from kontor_billing.model.adoption import count_of
from kontor_billing.model.months import month_period
from kontor_billing.model.run import RunState, run_id_of
from kontor_contracts.billing.run import BillingRunCompleted, BillingRunStarted, RunTotals

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "number", "count"),
    [
        ("{year}-{number:06}", "2026-000042", 42),
        ("R{number}/{year}", "R7/2026", 7),
        ("{year}-{number:06}", "2025-000042", None),
        ("{year}-{number:06}", "A-1", None),
    ],
)
def test_the_count_in_a_number_is_read_by_its_pattern(
    pattern: str, number: str, count: int | None
) -> None:
    assert count_of(pattern, DAY, number) == count


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("2026-10", ("2026-10", "", 1)),
        ("2026-10-2", ("2026-10", "", 2)),
        ("2026-10-A", ("2026-10", "A", 1)),
        ("2026-10-A-3", ("2026-10", "A", 3)),
        ("2026-10-A-3", ("2026-10", "A-3", 1)),
    ],
)
def test_a_run_is_read_from_its_label_and_id(label: str, named: tuple[str, str, int]) -> None:
    told = {"run_id": run_id_of(*named), "label": label, "period": month_period("2026-10")}
    totals = RunTotals(
        invoices=3, left_out=1, per_method={}, net=Decimal("1.00"), gross=Decimal("1.19")
    )
    started = BillingRunStarted(**told, at=NOON)
    completed = BillingRunCompleted(**told, at=NOON, totals=totals)
    (run,) = adopted_runs([started, completed])
    assert (run.month, run.batch, run.sequence) == named
    assert (run.label, run.state, run.totals) == (label, RunState.COMPLETED, totals)
    assert without_files([started, completed]) == [completed]
    (unfinished,) = adopted_runs([started])
    assert unfinished.totals
    assert unfinished.totals.invoices == 0
