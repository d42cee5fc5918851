"""What a million customers need is arithmetic on what one piece costs."""

from pathlib import Path

import pytest
from kontor_bench.billing.run import Outcome
from kontor_bench.growth.page import Growth, cores, hours, workers_of, write_page
from kontor_bench.growth.units import Unit, unit_of
from kontor_bench.usage import MEGABYTE

OUTCOME = Outcome(
    invoices=1000,
    workers=2,
    seconds=2.0,
    cpu={"worker": 1.0, "mongod": 0.5},
    peak={"worker": 120.0},
    aborted=0,
    others=0.0,
)
DOCUMENT = Unit(
    name="document",
    pieces=250,
    seconds=30.0,
    cpu={"worker": 100.0, "mongod": 1.0},
    memory=380.0,
    stored=MEGABYTE / 1000,
)


def test_core_time_of_one_becomes_hours_of_a_million_and_cores_with_a_reserve() -> None:
    assert hours(3.6) == pytest.approx(1)
    assert cores(3.6 * 8 * 0.7) == pytest.approx(1)
    assert workers_of(DOCUMENT) == 5
    assert unit_of(OUTCOME, stored=2_000_000).cost == pytest.approx(1.5)


def test_the_page_holds_each_run_each_piece_and_what_a_million_of_them_need(tmp_path: Path) -> None:
    invoice = unit_of(OUTCOME, stored=2_000_000)
    write_page(Growth([OUTCOME], [OUTCOME], [invoice, DOCUMENT]), file := tmp_path / "sizing.md")
    page = file.read_text(encoding="utf-8")
    assert page.count("| 1000 | 2 | 500 | 1.50 | 120 MB |") == 2
    assert "| document | 250 | 101.00 | worker 100.00, mongod 1.00 | 380 MB | 1.0 kB |" in page
    assert "| a million of document | 28.1 | 5.0 | 5 | 1.9 GB | 12 GB |" in page
