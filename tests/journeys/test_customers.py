"""Customers and prospects: S1 and S16."""

import pytest
from kontor_contracts.customers.party import Lifecycle, RecipientRole
from kontor_local.testing.office import Office


@pytest.mark.parametrize("to", ["customers", "prospects"])
def test_a_name_is_all_that_a_new_customer_or_prospect_needs(office: Office, to: str) -> None:
    party = office.enter("Müller & Söhne", to=to)

    stored = office.look_up(party)
    assert stored.name == "Müller & Söhne"
    assert stored.lifecycle == to.removesuffix("s")
    assert stored.number


def test_a_prospect_made_a_customer_keeps_its_number_and_its_contacts(office: Office) -> None:
    boss = {"name": "Ada Beispiel", "email": "ada@neu.example", "invoice_recipient": "to"}
    engineer = {"name": "Bo Muster", "email": "bo@neu.example", "functions": ["Technisch"]}
    prospect = office.enter("Neu GmbH", to="prospects", contacts=[boss, engineer])

    customer = office.convert(prospect)

    assert customer.lifecycle is Lifecycle.CUSTOMER
    assert (customer.id, customer.number) == (prospect.id, prospect.number)
    assert customer.contacts == prospect.contacts == office.look_up(customer).contacts
    assert [one.invoice_recipient for one in customer.contacts] == [RecipientRole.TO, None]
