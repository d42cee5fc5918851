"""CSV files: what spreadsheets write is read, what is wrong is refused row by row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.customers.party import Lifecycle
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.plan import Outcome
from kontor_customers.testing.planning import count, csv_of, customers_from, refusals
from kontor_customers.testing.records import (
    a_party,
)


@pytest.mark.parametrize(
    "data",
    [
        "number;name\nK-1;Müller\n".encode(),
        "number,name\r\nK-1,Müller\r\n".encode("utf-8-sig"),
        "Number;Name\nK-1;Müller".encode("latin-1"),
        b'number;name\n"K-1";"M\xfcller"\n\n;\n',
    ],
)
def test_every_usual_spelling_of_a_file_is_read(data: bytes) -> None:
    assert customers_from(data).after["K-1"].name == "Müller"


def test_a_header_is_refused_with_every_column_named() -> None:
    with pytest.raises(InvalidInputError) as refused:
        csv_of("name;colour;name\n", COLUMNS)
    assert {(one.field, one.code) for one in refused.value.fields} == {
        ("colour", "unknown-column"),
        ("name", "double-column"),
        ("number", "missing-column"),
    }


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfen\x00", b"\x00\x01\x02"])
def test_what_is_no_csv_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        csv_of(data, COLUMNS)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    plan = customers_from(b"number;name;country\n" + data)
    assert sum(plan.tally.counts.values()) >= count(plan, Outcome.CREATED)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("K-1;;;;", "name", "required"),
        ("=1+1;Kranz;;;", "number", "invalid-number"),
        ("K-1;Kranz;pigeon;;", "delivery_method", "enum"),
        ("K-1;Kranz;;Metz;", "country", "required"),
        ("K-1;Kranz;;;XX", "country", "unknown-country"),
        ('K-1;"Kranz\nGmbH";;;', "name", "control-character"),
        ("K-1;Kra\x00nz;;;", "name", "control-character"),
        (f"K-1;{'x' * 10_000};;;", "name", "too-long"),
        (f"K-1;{'x' * 140_000};;;", "", "unreadable"),
        ("K-1;Kranz", "", "unreadable"),
    ],
)
def test_a_wrong_row_is_refused_with_row_column_and_reason(
    row: str, column: str, code: str
) -> None:
    plan = customers_from(f"number;name;delivery_method;city;country\n{row}\nK-2;Good;;;\n")
    assert refusals(plan) == [(2, column, code)]
    assert list(plan.after) == ["K-2"]


def test_every_wrong_column_of_a_row_is_named_at_once() -> None:
    plan = customers_from(
        "number;name;siret;payment_term_days;consolidate_invoices;vat_treatment\n"
        "K-1;;1;soon;perhaps;none\n"
    )
    assert {column for _, column, _ in refusals(plan)} == {
        "name",
        "siret",
        "payment_term_days",
        "consolidate_invoices",
        "vat_treatment",
    }
    assert count(plan, Outcome.REFUSED) == 1


def test_an_account_number_stands_once_in_a_file() -> None:
    plan = customers_from("number;name\nK-1;First\n\nK-1 ;Second\n")
    assert refusals(plan) == [(4, "number", "double")]
    assert plan.after["K-1"].name == "First"


def test_a_row_is_named_by_its_first_line() -> None:
    plan = customers_from('number;name\nK-1;"a\nb"\nK-2;\n')
    assert [row for row, _, _ in refusals(plan)] == [2, 4]


def test_the_same_file_again_changes_nothing() -> None:
    text = (
        "number;lifecycle;name;street;city;country;vat_treatment;vat_reason_de\n"
        "K-1;prospect;Kranz;Ringweg;Metz;FR;exempt;Verein\nK-2;customer;Lux;;;;;\n"
    )
    first = customers_from(text)
    again = customers_from(text, first.after)
    assert (count(first, Outcome.CREATED), count(again, Outcome.UNCHANGED)) == (2, 2)
    assert again.changes() == []


def test_an_absent_column_keeps_and_an_empty_cell_clears() -> None:
    first = customers_from("number;name;city;country;vat_id\nK-1;Kranz;Metz;FR;DE136695976\n")
    party = customers_from("number;city;country\nK-1;;\n", first.after).after["K-1"]
    assert (party.name, party.vat_id, party.version) == ("Kranz", "DE136695976", 2)
    assert party.billing_address is None


def test_an_import_keeps_what_it_has_no_column_for() -> None:
    party = a_party(tags=["vip"], contacts=[{"name": "Rita"}])
    plan = customers_from(f"number;name\n{party.number};New name\n", {party.number: party})
    after = plan.after[party.number]
    assert (after.name, after.tags, after.contacts) == ("New name", ("vip",), party.contacts)


def test_an_import_converts_a_prospect_and_never_the_reverse() -> None:
    prospect = a_party(lifecycle=Lifecycle.PROSPECT)
    to_customer = f"number;lifecycle\n{prospect.number};customer\n"
    customer = customers_from(to_customer, {prospect.number: prospect}).after[prospect.number]
    assert (customer.lifecycle, customer.version) == (Lifecycle.CUSTOMER, 2)
    back = customers_from(
        f"number;lifecycle\n{prospect.number};prospect\n", {prospect.number: customer}
    )
    assert refusals(back) == [(2, "lifecycle", "customer-already")]
