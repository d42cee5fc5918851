"""CSV files: what spreadsheets write is read, what is wrong is refused row by row."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.functions import by_name, seed
from kontor_customers.model.imports import contacts, customers, payments
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.directory import PartyOutline, directory_of
from kontor_customers.model.imports.plan import Keys, Outcome, Plan, Tally, readable_and_first
from kontor_customers.model.imports.rows import Row
from kontor_customers.model.payment import no_details, references
from kontor_customers.testing.records import (
    BRAZILIAN_IBAN,
    GERMAN_IBAN,
    TODAY,
    a_party,
    ready_organisation,
    surroundings,
)
from kontor_customers.usecases.imports.reading import read_rows

ANYBODY: dict[str, Any] = {"id": uuid4(), "name": "Kranz", "vat_id": "", "kind": "business"}
DEBITS = "number;key;method;iban;mandate_reference;mandate_signed_on;gocardless_mandate;default\n"


def csv_of(text: str | bytes, columns: Mapping[str, object]) -> list[Row]:
    data = text.encode() if isinstance(text, str) else text
    return read_rows(data, columns=list(columns), required=["number"])


def good_rows(rows: list[Row], keys: Keys, tally: Tally) -> list[Any]:
    return readable_and_first(rows, keys, {}, tally)


def customers_from(text: str | bytes, known: Mapping[str, Party] | None = None) -> Plan[Party]:
    tally = Tally()
    rows = good_rows(csv_of(text, COLUMNS), customers.keys_of, tally)
    plan = customers.plan_customers(rows, surroundings(*(known or {}).values()))
    plan.tally.add(tally)
    return plan


def contacts_from(text: str, known: Mapping[str, Party]) -> Plan[Party]:
    tally = Tally()
    rows = good_rows(csv_of(text, contacts.COLUMNS), contacts.keys_of, tally)
    plan = contacts.plan_contacts(
        rows, directory_of(known.values()), functions=by_name(seed()), new_id=uuid4
    )
    plan.tally.add(tally)
    return plan


def payments_from(
    text: str,
    known: Mapping[str, PaymentDetails],
    *,
    organisation: Organisation | None = None,
    consumers: frozenset[str] = frozenset(),
) -> Plan[PaymentDetails]:
    tally = Tally()
    rows = good_rows(csv_of(text, payments.COLUMNS), payments.keys_of, tally)
    taken = {name: owner for one in known.values() for name, owner in references(one).items()}
    outlines = [PartyOutline(**ANYBODY | {"number": number}) for number in known]
    ours = organisation or ready_organisation()
    ledger = payments.Ledger(directory_of(outlines), known, consumers, ours, taken)
    plan = payments.plan_payments(rows, ledger, today=TODAY, new_id=uuid4)
    plan.tally.add(tally)
    return plan


def refusals(plan: Plan[Any]) -> list[tuple[int, str, str]]:
    return [(one.row, one.error.column, one.error.code) for one in plan.tally.refusals]


def count(plan: Plan[Any], outcome: Outcome) -> int:
    return plan.tally.counts[outcome]


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


CONTACTS = "number;name;email;phone;function;invoice_recipient;portal_access\n"


def test_contacts_join_their_party_in_one_new_version() -> None:
    party = a_party()
    number = party.number
    text = (
        CONTACTS + f"{number};Ada;ada@example.com;+496811;Abrechnung;no;yes\n{number};Bo;;;;cc;no\n"
    )
    plan = contacts_from(text, {number: party})
    after = plan.after[number]
    assert after.version == 2
    ada, bo = after.contacts
    assert (ada.phones, ada.functions, ada.invoice_recipient) == (
        ("+496811",),
        ("billing",),
        None,
    )
    assert (len(ada.portal_rights), bo.portal_rights, bo.invoice_recipient) == (3, (), "cc")
    assert count(contacts_from(text, plan.after), Outcome.UNCHANGED) == 2


def test_a_contact_is_found_again_by_its_email_in_any_case() -> None:
    party = a_party(contacts=[{"name": "Ada", "email": "ada@example.com"}])
    text = f"number;name;email\n{party.number};Ada L.;ADA@example.com\n"
    plan = contacts_from(text, {party.number: party})
    assert count(plan, Outcome.UPDATED) == 1
    assert [one.name for one in plan.after[party.number].contacts] == ["Ada L."]


def test_a_contact_of_nobody_is_refused_with_all_else_that_is_wrong() -> None:
    plan = contacts_from(CONTACTS + "K-9;;ada@;12;;maybe;perhaps\n", {})
    assert {(column, code) for _, column, code in refusals(plan)} == {
        ("number", "unknown-party"),
        ("name", "required"),
        ("email", "invalid-email"),
        ("phone", "invalid-phone"),
        ("invoice_recipient", "enum"),
        ("portal_access", "yes-or-no"),
    }


def test_a_debit_row_makes_account_mandate_and_default() -> None:
    details = no_details(uuid4())
    text = DEBITS + f"K-1;main;sepa-debit;{GERMAN_IBAN};M-1;2026-02-03;;yes\n"
    plan = payments_from(text, {"K-1": details})
    after = plan.after["K-1"]
    assert (after.method, after.version) == (PaymentMethod.SEPA_DEBIT, 1)
    assert after.mandate_id == after.mandates[0].id
    again = payments_from(text, plan.after)
    assert (count(plan, Outcome.CREATED), count(again, Outcome.UNCHANGED)) == (1, 1)


def test_several_rows_of_a_party_make_one_version() -> None:
    text = DEBITS + (
        f"K-1;main;sepa-debit;{GERMAN_IBAN};M-1;2026-02-03;;yes\n"
        "K-1;site;gocardless;;;;MD0001;no\nK-1;plain;transfer;;;;;no\n"
    )
    after = payments_from(text, {"K-1": no_details(uuid4())}).after["K-1"]
    assert (after.version, after.method) == (1, PaymentMethod.SEPA_DEBIT)
    assert after.gocardless_mandates[0].reference == "MD0001"


def debit_row(
    *, iban: str = GERMAN_IBAN, reference: str = "M-1", signed_on: str = "2026-02-03"
) -> str:
    return f"K-1;a;sepa-debit;{iban};{reference};{signed_on};;no"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("K-1;a;sepa-debit;DE89370400440532013001;;;;no", {"iban": "invalid-iban"}),
        ("K-1;a;sepa-debit;;M-1;;;no", {"iban": "required", "mandate_signed_on": "required"}),
        (debit_row(reference="M 1"), {"mandate_reference": "invalid-reference"}),
        (debit_row(signed_on="3.2.2026"), {"mandate_signed_on": "not-a-day"}),
        (debit_row(signed_on="2027-01-01"), {"mandate_signed_on": "signed-in-future"}),
        (debit_row(iban=BRAZILIAN_IBAN), {"iban": "iban-not-sepa"}),
        (debit_row(reference="taken"), {"mandate_reference": "reference-taken"}),
        ("K-1;a;gocardless;;;;1234;no", {"gocardless_mandate": "invalid-gocardless-mandate"}),
        ("K-1;a;cheque;;;;;no", {"method": "enum"}),
        ("K-1;;transfer;;;;;no", {"key": "required"}),
        ("K-9;a;transfer;;;;;no", {"number": "unknown-party"}),
    ],
)
def test_a_wrong_payment_row_is_refused(row: str, wrong: dict[str, str]) -> None:
    held = f"K-2;a;sepa-debit;{GERMAN_IBAN};TAKEN;2026-02-03;;no\n"
    known = {"K-1": no_details(uuid4()), "K-2": no_details(uuid4())}
    plan = payments_from(DEBITS + held + row + "\n", known)
    assert {column: code for _, column, code in refusals(plan)} == wrong
    assert list(plan.after) == ["K-2"]


def test_a_party_has_one_default_in_a_file() -> None:
    text = DEBITS + "K-1;a;transfer;;;;;yes\nK-1;b;gocardless;;;;MD0001;yes\n"
    plan = payments_from(text, {"K-1": no_details(uuid4())})
    assert refusals(plan) == [(3, "default", "double")]


def test_debit_rows_wait_for_the_own_organisation() -> None:
    text = DEBITS + f"K-1;a;sepa-debit;{GERMAN_IBAN};;;;no\nK-1;b;transfer;{GERMAN_IBAN};;;;no\n"
    incomplete = Organisation(version=1, name="Beispielnetz")
    plan = payments_from(text, {"K-1": no_details(uuid4())}, organisation=incomplete)
    assert refusals(plan) == [(2, "method", "organisation-incomplete")]
    reason = plan.tally.refusals[0].error.reason
    assert all(label in reason for label in ("IBAN", "BIC", "creditor id"))
