"""CSV as people's spreadsheets write it."""

from decimal import Decimal

import pytest
from kontor_chassis.tables import read_table, written_row
from kontor_contracts.errors import InvalidInputError

COLUMNS = ("number", "name", "note")


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, dict[str, str]]]:
    rows = read_table(text.encode(encoding), columns=COLUMNS, required=["number"])
    return [(row.line, dict(row.cells)) for row in rows]


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_semicolons_commas_and_windows_are_understood(delimiter: str, encoding: str) -> None:
    text = f"Number{delimiter}name\r\nK-1{delimiter}Müller\r\n"
    assert read(text, encoding) == [(2, {"number": "K-1", "name": "Müller"})]


def test_a_row_is_known_by_its_line_in_the_file() -> None:
    text = 'number;name\nK-1;"two\nlines"\n\nK-2; b \n'
    assert read(text) == [
        (2, {"number": "K-1", "name": "two\nlines"}),
        (5, {"number": "K-2", "name": "b"}),
    ]


def test_a_wrong_header_names_every_column_that_is_wrong() -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_table(b"name;name;colour\n", columns=COLUMNS, required=["number"])
    assert [(one.field, one.code) for one in refused.value.fields] == [
        ("name", "double-column"),
        ("colour", "unknown-column"),
        ("number", "missing-column"),
    ]


def test_an_unreadable_row_spoils_no_other() -> None:
    rows = read_table(b'number;name\nK-1\nK-2;b\n"K"3;c\nK-4;d\n', columns=COLUMNS, required=[])
    assert [row.line for row in rows if row.unreadable] == [2, 4]
    assert [row.cells["number"] for row in rows if not row.unreadable] == ["K-2", "K-4"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_calculate_is_written_as_text(start: str) -> None:
    row = written_row([f"{start}1+1", "K-1", Decimal("-5.00")])
    assert row.replace('"', "") == f"'{start}1+1;K-1;-5.00\r\n"
