"""Rows of payments, planned: accounts, mandates, defaults, and why one is refused."""

from uuid import uuid4

import pytest
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.payment import PaymentMethod
from kontor_customers.model.imports.plan import Outcome
from kontor_customers.model.payment import no_details
from kontor_customers.testing.planning import DEBITS, count, payments_from, refusals
from kontor_customers.testing.records import (
    BRAZILIAN_IBAN,
    GERMAN_IBAN,
)


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
