"""What forms make of what people type."""

import pytest
from kontor_web.forms import Field, Frame, Kind, Rows, Typed, new_form, said, sent_form
from kontor_web.forms.typed import with_point

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
