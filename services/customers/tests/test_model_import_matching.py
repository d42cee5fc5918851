"""Rows of customers.csv find their party, keep references, and export as they came in."""

import csv
import io
from uuid import uuid4

import pytest
from kontor_chassis.tables import written_row
from kontor_contracts.customers.party import Party
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.customers import Surroundings, keys_of, plan_customers
from kontor_customers.model.imports.export import row_of
from kontor_customers.model.imports.plan import Outcome, Plan, Tally, readable_and_first
from kontor_customers.testing.records import a_party, surroundings
from kontor_customers.usecases.imports.reading import read_rows


def planned(text: str, around: Surroundings) -> Plan[Party]:
    tally = Tally()
    rows = read_rows(text.encode(), columns=list(COLUMNS), required=[])
    plan = plan_customers(readable_and_first(rows, keys_of, {}, tally), around)
    plan.tally.add(tally)
    return plan


def codes(plan: Plan[Party]) -> list[tuple[str, str]]:
    return [(one.error.column, one.error.code) for one in plan.tally.refusals]


def test_a_row_without_number_finds_its_party_by_vat_id_or_name() -> None:
    kranz = a_party(name="Glaserei Kränz", vat_id="DE136695976")
    lux = a_party(name="Lux SARL")
    rows = "name;vat_id;legal_form\nAnders;DE 136 695 976;GmbH\nLUX sarl;;SARL\n"
    plan = planned(rows, surroundings(kranz, lux))
    assert plan.after[kranz.number].name == "Anders"
    assert plan.after[lux.number].legal_form == "SARL"
    assert plan.tally.counts[Outcome.UPDATED] == 2


def test_a_row_that_nobody_fits_gets_the_next_number() -> None:
    plan = planned("name\nNeu\nNeuer\n", surroundings())
    assert {party.number: party.name for party in plan.after.values()} == {
        "K-000900": "Neu",
        "K-000901": "Neuer",
    }


def test_a_name_that_several_have_is_ambiguous() -> None:
    around = surroundings(a_party(name="Müller"), a_party(name="MULLER"))
    assert codes(planned("name\nMüller\n", around)) == [("number", "ambiguous")]


def test_the_same_name_twice_in_a_file_is_a_double() -> None:
    assert codes(planned("name\nNeu\nneu\n", surroundings())) == [("name", "double")]


def test_payer_and_member_are_named_as_people_know_them() -> None:
    payer, member = a_party(), uuid4()
    around = surroundings(payer, members={"sal@example.com": member})
    rows = f"number;name;payer;responsible\nC1;Kranz;{payer.number};Sal@example.com\n"
    party = planned(rows, around).after["C1"]
    assert (party.payer_id, party.responsible_id) == (payer.id, member)
    wrong = planned("number;name;payer\nC1;Kranz;K-9\n", surroundings())
    assert codes(wrong) == [("payer", "unknown-party")]


def test_the_number_of_an_erased_party_is_not_given_again() -> None:
    around = surroundings(erased=frozenset({"K-7"}))
    assert codes(planned("number;name\nK-7;Kranz\n", around)) == [("number", "erased")]


@pytest.mark.parametrize("name", ["=1+1", "+49 Kranz", "-Kranz", "@kranz", 'Kranz "&" Söhne; GmbH'])
def test_an_export_calculates_nothing_and_imports_as_it_was(name: str) -> None:
    party = a_party(
        name=name,
        tags=["VIP", "Nord"],
        billing_address={"street": "Ringweg", "city": "Metz", "country": "FR"},
        delivery_address={"street": "Hof 2", "country": "FR"},
        minimum_invoice="12.50",
        payment_term={"days": 30, "end_of_month": True},
        consolidate_invoices=True,
    )
    text = written_row(COLUMNS) + written_row(row_of(party, {}, {}))
    assert planned(text, surroundings(party)).tally.counts[Outcome.UNCHANGED] == 1
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert not row["name"].startswith(("=", "+", "-", "@"))
