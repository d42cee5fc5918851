"""Files of rows, planned as an import plans them."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails

from kontor_customers.model.functions import by_name, seed
from kontor_customers.model.imports import contacts, customers, payments
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.directory import PartyOutline, directory_of
from kontor_customers.model.imports.plan import Keys, Outcome, Plan, Tally, readable_and_first
from kontor_customers.model.imports.rows import Row
from kontor_customers.model.payment import references
from kontor_customers.testing.records import (
    TODAY,
    ready_organisation,
    surroundings,
)
from kontor_customers.usecases.imports.reading import read_rows

ANYBODY: dict[str, Any] = {"id": uuid4(), "name": "Kranz", "vat_id": "", "kind": "business"}
#: Head of a file of payments.
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
