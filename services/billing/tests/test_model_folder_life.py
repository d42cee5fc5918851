"""The life of a folder: which step may follow which, and what each leaves to bill."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.articles import PriceList
from kontor_billing.model.charging import charges_of
from kontor_billing.model.coverage import Span
from kontor_billing.model.folder_changes import (
    FolderClosedForGoodError,
    FolderTerms,
    event_of,
    with_terms,
)
from kontor_billing.model.folder_life import (
    FolderStateError,
    activated,
    closed,
    resumed,
    suspended,
)
from kontor_billing.model.folder_lines import line_added, line_changed
from kontor_billing.model.line_fields import LineFields
from kontor_billing.model.line_rules import line_errors
from kontor_billing.testing.records import OCTOBER, a_folder, a_line, billed, unbilled
from kontor_contracts.billing.folder import (
    Folder,
    FolderActivated,
    FolderChanged,
    FolderClosed,
    FolderLine,
    FolderState,
    LineKind,
    Pause,
    PriceChange,
)
from kontor_contracts.errors import InvalidInputError
from pydantic import ValidationError

MID = date(2026, 10, 11)
Step = Callable[[Folder, date], Folder]


def nets(folder: Folder) -> list[Decimal]:
    return [one.net for one in charges_of(*unbilled(folder), OCTOBER.end)]


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (activated, FolderState.CLOSED),
        (activated, FolderState.SUSPENDED),
        (suspended, FolderState.DRAFT),
        (suspended, FolderState.CLOSED),
        (resumed, FolderState.DRAFT),
        (resumed, FolderState.CLOSED),
        (closed, FolderState.DRAFT),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_refused(step: Step, state: FolderState) -> None:
    with pytest.raises(FolderStateError):
        step(a_folder(state=state), MID)


def test_each_step_again_changes_nothing() -> None:
    active = activated(a_folder(state=FolderState.DRAFT), date(2026, 10, 1))
    asleep = suspended(active, MID)
    gone = closed(active, MID)
    assert activated(active, MID) is active
    assert suspended(asleep, MID) is asleep
    assert closed(gone, MID) is gone


def test_a_suspension_is_not_billed_and_resuming_bills_again() -> None:
    asleep = suspended(a_folder(), MID)
    assert nets(asleep) == [Decimal("9.65")]
    awake = resumed(asleep, date(2026, 10, 21))
    assert awake.suspensions == (Pause(start=MID, end=date(2026, 10, 21)),)
    assert nets(awake) == [Decimal("9.65"), Decimal("10.61")]


def test_resumed_on_its_first_day_a_suspension_never_was() -> None:
    assert resumed(suspended(a_folder(), MID), MID).suspensions == ()


def test_a_closed_folder_bills_what_was_served_before_and_no_line_that_starts_later() -> None:
    folder = a_folder(
        a_line(),
        a_line(start=date(2026, 10, 20)),
        a_line(kind=LineKind.ONE_OFF, start=date(2026, 10, 20)),
        a_line(kind=LineKind.ONE_OFF, start=date(2026, 10, 5)),
    )
    gone = closed(folder, MID)
    assert (gone.state, gone.closed_on) == (FolderState.CLOSED, MID)
    assert nets(gone) == [Decimal("9.65"), Decimal("29.90")]


def test_a_step_is_not_dated_before_the_one_that_it_follows() -> None:
    active = a_folder(activated_on=MID)
    for step in (suspended, closed):
        with pytest.raises(InvalidInputError) as wrong:
            step(active, MID - timedelta(days=1))
        assert [one.field for one in wrong.value.fields] == ["on"]
    with pytest.raises(InvalidInputError):
        resumed(suspended(active, MID), MID - timedelta(days=1))


@given(st.lists(st.tuples(st.sampled_from([suspended, resumed]), st.dates()), max_size=8))
def test_suspensions_never_overlap_whatever_is_asked_for(steps: list[tuple[Step, date]]) -> None:
    folder = a_folder(activated_on=date(2026, 1, 1))
    for step, on in steps:
        try:
            folder = step(folder, on)
        except InvalidInputError:
            continue
    line = a_line(start=date(1, 1, 1), pauses=folder.suspensions)
    assert [one for one in line_errors(line) if one.field.startswith("pauses")] == []
    open_ones = [one for one in folder.suspensions if one.end is None]
    assert len(open_ones) == (folder.state is FolderState.SUSPENDED)


def test_each_change_is_its_own_fact() -> None:
    draft = a_folder(state=FolderState.DRAFT, roles={"sales": uuid4()})
    active = activated(draft, MID)
    started = event_of(draft, active)
    assert isinstance(started, FolderActivated)
    assert started.roles == draft.roles
    assert isinstance(event_of(active, suspended(active, MID)), FolderChanged)
    assert isinstance(event_of(active, closed(active, MID)), FolderClosed)


def test_terms_that_are_the_same_change_nothing_and_a_closed_folder_keeps_its_own() -> None:
    folder = a_folder()
    assert with_terms(folder, FolderTerms(title="Zentrale")) is folder
    assert with_terms(folder, FolderTerms(title="Neu")).version == folder.version + 1
    with pytest.raises(FolderClosedForGoodError):
        with_terms(closed(folder, MID), FolderTerms(title="Neu"))


def test_a_standard_installation_is_chosen_on_a_draft_alone() -> None:
    terms = FolderTerms(title="Zentrale", standard_installation="fibre")
    assert with_terms(a_folder(state=FolderState.DRAFT), terms).standard_installation == "fibre"
    with pytest.raises(InvalidInputError) as wrong:
        with_terms(a_folder(), terms)
    assert [one.field for one in wrong.value.fields] == ["standard_installation"]


def a_pause(start: int, end: int | None) -> Pause:
    return Pause(start=date(2026, 11, start), end=end and date(2026, 11, end))


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (a_line(pauses=(a_pause(1, 10), a_pause(9, 12))), ["pauses.1.start"]),
        (a_line(pauses=(a_pause(1, None), a_pause(9, 12))), ["pauses.1.start"]),
        (a_line(pauses=(a_pause(9, 9),)), ["pauses.0.end"]),
        (a_line(pauses=(a_pause(1, 9), a_pause(9, 12))), []),
        (a_line(kind=LineKind.ONE_OFF, pauses=(a_pause(1, 9),)), ["pauses"]),
        (a_line(discount_amount="-1"), ["discount_amount"]),
        (
            a_line(
                prices=(
                    PriceChange(start=date(2027, 1, 1), unit_price=Decimal(1)),
                    PriceChange(start=date(2027, 1, 1), unit_price=Decimal(2)),
                    PriceChange(start=date(2026, 9, 1), unit_price=Decimal(3)),
                )
            ),
            ["prices.1.start", "prices.2.start"],
        ),
    ],
)
def test_periods_that_overlap_are_refused_by_name(line: FolderLine, fields: list[str]) -> None:
    assert [one.field for one in line_errors(line)] == fields


def test_a_price_has_six_places_at_most_wherever_it_stands() -> None:
    said = {
        "kind": "recurring",
        "description": "x",
        "unit_price": "1.1234567",
        "start": "2026-10-01",
        "prices": [{"start": "2027-01-01", "unit_price": "1.1234567"}],
    }
    with pytest.raises(ValidationError) as wrong:
        LineFields.model_validate(said)
    assert [one["loc"] for one in wrong.value.errors()] == [
        ("unit_price",),
        ("prices", 0, "unit_price"),
    ]


def fields_of(line: FolderLine, **changes: object) -> LineFields:
    return LineFields.model_validate(line.model_dump(exclude={"id"}) | changes)


def test_a_billed_line_keeps_its_intervals_and_may_change_its_price() -> None:
    line = a_line()
    read = billed(a_folder(line), {line.id: (Span(OCTOBER.start, OCTOBER.end),)})
    assert line_changed(read, line.id, fields_of(line, unit_price="31"), PriceList()).version == 2
    with pytest.raises(InvalidInputError) as wrong:
        line_changed(read, line.id, fields_of(line, start=MID, interval_months=3), PriceList())
    assert [one.field for one in wrong.value.fields] == ["start", "interval_months"]


def test_a_line_is_added_behind_the_others() -> None:
    folder = a_folder()
    added = line_added(folder, uuid4(), fields_of(a_line(), description="Telefon"), PriceList())
    assert [one.description for one in added.lines] == ["Glasfaser 100", "Telefon"]
