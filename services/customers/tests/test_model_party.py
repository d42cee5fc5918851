"""A party from its first line to a customer that can be invoiced."""

from typing import Any
from uuid import uuid4

import pytest
from kontor_contracts.customers.party import (
    CustomerRegistered,
    Lifecycle,
    Party,
    PartyChanged,
    ProspectConverted,
    ProspectRegistered,
)
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.missing import missing_for_invoices
from kontor_customers.model.party import (
    changed,
    converted,
    event_of,
    fields_of,
    refuse_unknown_contacts,
)
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.search import folded, index_parts, searched_words, words_of
from kontor_customers.model.strict import parsed
from kontor_customers.testing.records import (
    TODAY,
    a_mandate,
    a_party,
    an_account,
    an_invoiceable_party,
    changed_payment,
    payment_with,
)

EXEMPT: dict[str, object] = {"treatment": "exempt", "reason_code": "VATEX-EU-132-1C"}


def missing_codes(party: Party, **payment: object) -> set[str]:
    details = changed_payment(payment_with(party_id=party.id), payment) if payment else None
    return {one.code for one in missing_for_invoices(party, details)}


def test_a_name_alone_makes_a_party() -> None:
    party = a_party()
    assert (party.version, party.lifecycle, party.customer_since) == (1, Lifecycle.CUSTOMER, TODAY)
    assert isinstance(event_of(None, party), CustomerRegistered)


def test_a_prospect_is_no_customer_since_any_day() -> None:
    prospect = a_party(lifecycle=Lifecycle.PROSPECT)
    assert prospect.customer_since is None
    assert isinstance(event_of(None, prospect), ProspectRegistered)


def test_a_change_counts_the_version_up() -> None:
    party = a_party()
    after = changed(party, parsed(PartyFields, {"name": "Kranz & Co"}), new_id=uuid4)
    assert (after.id, after.number, after.version) == (party.id, party.number, 2)
    assert isinstance(event_of(party, after), PartyChanged)


def test_saving_what_is_stored_changes_nothing() -> None:
    party = an_invoiceable_party()
    assert changed(party, fields_of(party), new_id=uuid4) is party


def test_contacts_keep_their_ids_and_new_ones_get_one() -> None:
    party = an_invoiceable_party()
    known = party.contacts[0]
    contacts = [{"id": known.id, "name": "Rita B."}, {"name": "Emil"}]
    after = changed(party, parsed(PartyFields, {"name": "X", "contacts": contacts}), new_id=uuid4)
    assert after.contacts[0].id == known.id
    assert after.contacts[1].id not in {None, known.id}


def test_a_contact_of_another_party_is_refused() -> None:
    contacts = [{"id": uuid4(), "name": "Mallory"}]
    fields = parsed(PartyFields, {"name": "X", "contacts": contacts})
    with pytest.raises(InvalidInputError) as refused:
        refuse_unknown_contacts(an_invoiceable_party(), fields)
    assert [error.field for error in refused.value.fields] == ["contacts.0.id"]


def test_a_party_does_not_pay_in_its_own_place() -> None:
    party = a_party()
    with pytest.raises(InvalidInputError):
        changed(party, parsed(PartyFields, {"name": "X", "payer_id": party.id}), new_id=uuid4)


def test_converting_keeps_everything_but_the_lifecycle() -> None:
    prospect = an_invoiceable_party(lifecycle=Lifecycle.PROSPECT)
    customer = converted(prospect, today=TODAY)
    assert (customer.version, customer.customer_since) == (2, TODAY)
    assert (customer.id, customer.contacts) == (prospect.id, prospect.contacts)
    assert isinstance(event_of(prospect, customer), ProspectConverted)


def test_converting_a_customer_changes_nothing() -> None:
    customer = a_party()
    assert converted(customer, today=TODAY) is customer


def test_a_new_party_lacks_address_and_recipient() -> None:
    assert missing_codes(a_party()) == {"no-address", "no-recipient"}


def test_a_whole_party_lacks_nothing() -> None:
    assert missing_codes(an_invoiceable_party()) == set()


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"billing_address": {"country": "DE", "city": "Metz"}}, {"no-address"}),
        ({"contacts": [{"name": "R", "invoice_recipient": "to"}]}, {"no-recipient"}),
        (
            {
                "contacts": [
                    {"name": "R", "email": "r@example.com", "invoice_recipient": "to"},
                    {"name": "S", "invoice_recipient": "cc"},
                ]
            },
            {"recipient-without-email"},
        ),
        (
            {
                "contacts": [
                    {
                        "name": "R",
                        "email": "r@example.com",
                        "invoice_recipient": "to",
                        "active": False,
                    }
                ]
            },
            {"no-recipient"},
        ),
        ({"contacts": [], "delivery": {"method": "gocardless-export"}}, set()),
        ({"vat": {"treatment": "exempt"}}, {"vat-reason-missing"}),
        ({"vat": EXEMPT | {"reason": {"fr": "Exonéré"}}}, set()),
        ({"vat": EXEMPT | {"reason": {"de": "Heilbehandlung"}}}, set()),
        ({"vat": {**EXEMPT, "reason_code": "", "reason": {"de": "x"}}}, {"vat-reason-missing"}),
        ({"vat": {"treatment": "eu-reverse-charge"}}, {"vat-id-missing"}),
        ({"vat": {"treatment": "eu-reverse-charge"}, "vat_id": "FR40303265045"}, set()),
        ({"vat": {"treatment": "domestic-reverse-charge"}}, {"vat-id-missing"}),
        ({"delivery": {"method": "chorus-pro"}}, {"chorus-data-missing"}),
        (
            {
                "delivery": {"method": "chorus-pro"},
                "siret": "73282932000074",
                "chorus": {"rule": "either", "engagement_number": "E-1"},
            },
            set(),
        ),
        (
            {
                "delivery": {"method": "chorus-pro"},
                "siret": "73282932000074",
                "chorus": {"rule": "both", "engagement_number": "E-1"},
            },
            {"chorus-data-missing"},
        ),
    ],
)
def test_what_invoices_still_need_is_listed(fields: dict[str, Any], codes: set[str]) -> None:
    assert missing_codes(an_invoiceable_party(**fields)) == codes


def test_a_debit_without_a_mandate_is_listed() -> None:
    party = an_invoiceable_party()
    with_mandate = {"accounts": [an_account()], "mandates": [a_mandate()]}
    assert missing_codes(party, method="sepa-debit") == {"mandate-missing"}
    assert missing_codes(party, method="gocardless", **with_mandate) == {"mandate-missing"}
    assert missing_codes(party, method="sepa-debit", **with_mandate) == set()
    assert missing_codes(party, method="transfer") == set()


def parts_of(party: Party) -> list[str]:
    return index_parts(searched_words(party))


def test_a_party_is_found_by_any_part_of_a_word() -> None:
    parts = parts_of(an_invoiceable_party(name="Bäckerei Großmann", vat_id="DE136695976"))
    for typed in ("bäck", "aeck", "SSMANN", "ita@exa", "e13669", "brück", "rita@exa"):
        assert all(any(part.startswith(one) for part in parts) for one in words_of(typed)), typed


def test_a_number_is_found_without_its_zeros() -> None:
    party = a_party()
    assert str(int(party.number[2:])) in parts_of(party)


def test_accents_and_case_make_no_difference() -> None:
    assert folded("ÉTÉ Straße") == "ete strasse"
