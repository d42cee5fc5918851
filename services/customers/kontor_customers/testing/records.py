"""Builders of made-up records, for tests."""

import dataclasses
import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.customers.payment import PaymentDetails

from kontor_customers.model.imports.customers import Surroundings
from kontor_customers.model.imports.directory import directory_of
from kontor_customers.model.organisation import OrganisationFields, configured
from kontor_customers.model.party import registered
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.payment import no_details
from kontor_customers.model.payment_change import changed
from kontor_customers.model.payment_fields import PaymentFields
from kontor_customers.model.strict import parsed

TODAY = date(2026, 10, 1)
GERMAN_IBAN = "DE89370400440532013000"
FRENCH_IBAN = "FR1420041010050500013M02606"
BRAZILIAN_IBAN = "BR1800360305000010009795493C1"
CREDITOR_ID = "DE98ZZZ09999999999"

_counts = itertools.count(1)


def a_party(*, lifecycle: Lifecycle = Lifecycle.CUSTOMER, **fields: object) -> Party:
    """A party with its name alone, or with `fields`."""
    written = parsed(PartyFields, {"name": "Glaserei Kranz", **fields})
    number = f"K-{next(_counts):06}"
    return registered(written, number=number, lifecycle=lifecycle, today=TODAY, new_id=uuid4)


def an_invoiceable_party(*, lifecycle: Lifecycle = Lifecycle.CUSTOMER, **fields: object) -> Party:
    """A party that lacks nothing."""
    address = {"street": "Ringweg", "postcode": "66111", "city": "Saarbrücken", "country": "DE"}
    recipient = {"name": "Rita", "email": "rita@example.com", "invoice_recipient": "to"}
    whole = {"billing_address": address, "contacts": [recipient]}
    return a_party(lifecycle=lifecycle, **{**whole, **fields})


def payment_with(*, party_id: UUID | None = None, **fields: object) -> PaymentDetails:
    """Payment details as a caller would enter them for the first time."""
    return changed_payment(no_details(party_id or uuid4()), fields)


def changed_payment(
    before: PaymentDetails, fields: Mapping[str, object], *, consumer: bool = False
) -> PaymentDetails:
    """`before` after somebody has sent `fields`."""
    written = parsed(PaymentFields, fields)
    return changed(before, written, consumer=consumer, today=TODAY, new_id=uuid4)


def an_account(**fields: object) -> dict[str, object]:
    return {"iban": GERMAN_IBAN, **fields}


def a_mandate(**fields: object) -> dict[str, object]:
    return {"reference": "M-1", "signed_on": "2026-02-03", **fields}


def own_organisation(**fields: object) -> dict[str, object]:
    """The body of an organisation that is ready for direct debits."""
    return {
        "name": "Beispielnetz",
        "iban": GERMAN_IBAN,
        "creditor_id": CREDITOR_ID,
        **fields,
    }


def surroundings(*known: Party, **others: Any) -> Surroundings:  # noqa: ANN401 - its own fields
    """What rows of customers.csv are held against."""
    plain = Surroundings(
        directory=directory_of(known),
        free_numbers=(f"K-{number:06}" for number in itertools.count(900)),
        erased=frozenset(),
        members={},
        today=TODAY,
        new_id=uuid4,
    )
    return dataclasses.replace(plain, **others)


def ready_organisation() -> Organisation:
    return configured(None, parsed(OrganisationFields, own_organisation()))
