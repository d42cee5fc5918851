"""Rows of contacts, planned: whose they are, and why one is refused."""

from kontor_customers.model.imports.plan import Outcome
from kontor_customers.testing.planning import contacts_from, count, refusals
from kontor_customers.testing.records import (
    a_party,
)

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
