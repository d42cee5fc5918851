"""How a run's invoices are shared out among files."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.delivery.delivery import ArchiveCreated, Channel, ExportCreated
from kontor_contracts.event import Event
from kontor_delivery.model.archive import LARGEST_FLOW
from kontor_delivery.model.files import Closing, DeliveryFile, file_id, split
from kontor_delivery.testing.facts import a_completed_run

MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def a_closing() -> Closing:
    return Closing.of(a_completed_run(uuid4(), chorus_pro=3), Channel.CHORUS_PRO)


def test_a_channel_waits_for_the_number_that_the_run_promised_it() -> None:
    run = a_completed_run(uuid4(), chorus_pro=3)
    assert Closing.of(run, Channel.CHORUS_PRO).expected == 3
    assert Closing.of(run, Channel.GOCARDLESS).expected == 0


def test_one_invoice_too_many_for_a_flow_begins_the_next() -> None:
    parts = list(split(range(LARGEST_FLOW + 1), LARGEST_FLOW))
    assert [len(part) for part in parts] == [LARGEST_FLOW, 1]


@given(st.lists(st.integers()), st.integers(min_value=1, max_value=10))
def test_every_entry_is_in_one_part_and_in_order(entries: list[int], size: int) -> None:
    parts = list(split(entries, size))
    assert [entry for part in parts for entry in part] == entries
    assert all(0 < len(part) <= size for part in parts)


def test_the_same_run_plans_the_same_files() -> None:
    closing = a_closing()
    assert file_id(closing, 0) == file_id(closing.model_copy(), 0) != file_id(closing, 1)


@pytest.mark.parametrize(
    ("kind", "fact"), [(Channel.CHORUS_PRO, ArchiveCreated), (Channel.GOCARDLESS, ExportCreated)]
)
def test_a_closed_file_is_told_as_what_it_is(kind: Channel, fact: type[Event]) -> None:
    file = DeliveryFile(
        id=uuid4(), kind=kind, name="n", run_id=uuid4(), count=1, total=Decimal("5.00"),
        sha256="0" * 64, due_at=MOMENT,
    )  # fmt: skip
    assert isinstance(file.created(MOMENT), fact)
