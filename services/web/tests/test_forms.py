"""What forms make of what people type."""

from uuid import UUID

import pytest
from kontor_contracts.customers.team import Member
from kontor_contracts.values import Language
from kontor_web.forms import (
    Field,
    Frame,
    Kind,
    Rows,
    Section,
    Typed,
    new_form,
    said,
    sent_form,
)
from kontor_web.forms.typed import with_point
from kontor_web.pages.parties.fields import as_stored, party_frame
from kontor_web.pages.parties.records import BatchName
from pydantic import JsonValue

Record = dict[str, JsonValue]

FRAME = Frame(
    (),
    rows=(
        Rows(
            "tasks",
            "",
            (Field("key", "", kind=Kind.HIDDEN), Field("title", ""), Field("days", "")),
        ),
    ),
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,50", "12.50"),
        ("12.50", "12.50"),
        ("1.234,5", "1234.5"),
        ("1 234,50 €", "1234.50"),
        ("0.049", "0.049"),
        ("-3", "-3"),
        ("1.234", "unclear"),
        ("", ""),
    ],
)
def test_amounts_are_read_with_comma_or_point_and_refused_where_both_are_meant(
    text: str, number: str
) -> None:
    assert with_point(text) == number


def test_a_list_has_a_row_more_than_it_holds() -> None:
    form = new_form(FRAME, {"tasks": [{"key": "a", "title": "Bauen", "days": "2"}]})
    assert [one.path for one in form.frame.fields if one.row == 1][1] == "tasks.0.title"
    assert {one.row for one in form.frame.fields} == {1, 2}
    assert form.typed.one("tasks.0.title") == "Bauen"


def test_empty_rows_are_left_out_and_the_others_keep_what_nobody_sees() -> None:
    typed = Typed(
        {
            "tasks.0.key": ("a",),
            "tasks.0.title": ("",),
            "tasks.2.key": ("c",),
            "tasks.2.title": ("Bauen",),
            "tasks.10.title": ("Messen",),
            "other": ("x",),
        }
    )
    form = sent_form(FRAME, typed)
    record = said(form.frame.written(form.typed, {"tasks": [{"key": "old"}]}))
    assert record == {"tasks": [{"key": "c", "title": "Bauen"}, {"title": "Messen"}]}
    assert not form.wants_rows


def test_the_button_for_more_rows_saves_nothing() -> None:
    form = sent_form(FRAME, Typed({"tasks.0.title": ("Bauen",), "more": ("tasks",)}))
    assert form.wants_rows
    assert max(one.row for one in form.frame.fields) == 3


TERMS = Frame(
    (
        Section(
            "",
            (
                Field("price", "", kind=Kind.AMOUNT),
                Field("active", "", kind=Kind.CHECK),
                Field("text", "", kind=Kind.AREA),
            ),
        ),
    )
)


def test_what_others_wrote_in_another_way_is_no_difference() -> None:
    typed = Typed({"price": ("1.229,90",), "active": ("true",), "text": ("a\r\nb ",)})
    stored: Record = {"price": "1229.9", "active": True, "text": "a\nb"}
    assert sent_form(TERMS, typed).overtaken(stored, 2).differences == ()


def test_what_others_changed_is_told_in_words() -> None:
    form = sent_form(TERMS, Typed({"price": ("3",), "active": ("true",), "text": ("a",)}))
    stored: Record = {"price": "4.00", "active": False, "text": ""}
    overtaken = form.overtaken(stored, 7)
    told = [(one.typed, one.stored) for one in overtaken.differences]
    assert told == [("3", "4"), ("Ja", "Nein"), ("a", "")]
    assert overtaken.version == 7


def test_rows_that_others_added_are_shown_and_no_key_that_nobody_sees() -> None:
    form = sent_form(FRAME, Typed({"tasks.0.key": ("a",), "tasks.0.title": ("Bauen",)}))
    rows: list[JsonValue] = [
        {"key": key, "title": title, "days": ""}
        for key, title in (("z", "Bauen"), ("b", "Messen"), ("c", "Prüfen"))
    ]
    found = form.overtaken({"tasks": rows}, 2).differences
    assert [(one.field.row, one.stored) for one in found] == [(2, "Messen"), (3, "Prüfen")]


LEFT, HERE = (
    Member(id=UUID(int=number), version=1, name=name, email="", roles=(), active=active)
    for number, name, active in ((1, "Nora", False), (2, "Ada", True))
)


def test_who_is_responsible_and_has_left_stays_so_and_is_offered_to_no_other_customer() -> None:
    frame = party_frame(Language.GERMAN, [LEFT, HERE], None)
    asked = next(one for one in frame.fields if one.path == "responsible_id")

    def offered(chosen: Member | None) -> list[str]:
        form = new_form(frame, {"responsible_id": str(chosen.id) if chosen else None})
        return [one.label for one in form.options_for(asked)]

    assert [offered(None), offered(HERE), offered(LEFT)] == [
        ["Niemand", "Ada"],
        ["Niemand", "Ada"],
        ["Niemand", "Nora", "Ada"],
    ]
    stored: Record = {"name": "Alt", "responsible_id": str(LEFT.id)}
    form = new_form(frame, stored)
    assert as_stored(form.frame.written(form.typed, stored))["responsible_id"] == str(LEFT.id)


@pytest.mark.parametrize(("shown", "sent"), [(True, False), (False, True), (False, False)])
def test_a_batch_stays_whenever_billing_was_away(*, shown: bool, sent: bool) -> None:
    """When the form was shown, when it was sent, or both."""

    def frame(*, known: bool) -> Frame:
        batches = [BatchName(name="A")] if known else None
        return party_frame(Language.GERMAN, [], batches)

    stored: Record = {"name": "Alt", "billing_batch": "A"}
    asked = new_form(frame(known=shown), stored)
    again = frame(known=sent).written(asked.typed, stored)
    assert again["billing_batch"] == "A"
