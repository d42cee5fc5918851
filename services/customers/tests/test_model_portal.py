"""What contacts may do to contacts, and whose sessions a change ends."""

from uuid import UUID

import pytest
from kontor_contracts.customers.party import (
    Contact,
    Lifecycle,
    Party,
    PortalRight,
    RecipientRole,
)
from kontor_contracts.errors import InvalidInputError, NotAllowedError
from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.portal import managed, shut_out, signing_in_with

INVOICES, TICKETS, MANAGE = (
    PortalRight.INVOICES,
    PortalRight.TICKETS,
    PortalRight.MANAGE_CONTACTS,
)


def contact(number: int = 1, **fields: object) -> Contact:
    defaults: dict[str, object] = {
        "name": "Rita",
        "email": "rita@example.com",
        "portal_rights": (TICKETS, MANAGE),
    }
    return Contact.model_validate({**defaults, "id": UUID(int=number), **fields})


def party(*contacts: Contact) -> Party:
    return Party(
        id=UUID(int=9),
        version=1,
        number="K-1",
        lifecycle=Lifecycle.CUSTOMER,
        name="Kranz",
        contacts=contacts,
    )


def fields(of: Contact, **changes: object) -> ContactFields:
    written = {**of.model_dump(exclude={"bounced"}), **changes}
    return ContactFields.model_validate(written)


def test_a_manager_gives_only_rights_that_it_has() -> None:
    other = contact(2, portal_rights=())
    assert managed(contact(), other, fields(other, portal_rights=(TICKETS,)))
    with pytest.raises(InvalidInputError) as refused:
        managed(contact(), other, fields(other, portal_rights=(INVOICES,)))
    assert [one.field for one in refused.value.fields] == ["portal_rights"]


def test_a_manager_gains_nothing_by_the_address_of_somebody_who_may_more() -> None:
    other = contact(2, portal_rights=(INVOICES,))
    with pytest.raises(NotAllowedError):
        managed(contact(), other, fields(other, email="rita+2@example.com"))


def test_a_manager_without_the_right_to_invoices_has_none_mailed() -> None:
    with pytest.raises(InvalidInputError) as refused:
        managed(contact(), None, fields(contact(2), invoice_recipient=RecipientRole.TO))
    assert [one.field for one in refused.value.fields] == ["invoice_recipient"]
    both = contact(portal_rights=(INVOICES, TICKETS, MANAGE))
    assert managed(both, None, fields(contact(2), invoice_recipient=RecipientRole.TO))


@pytest.mark.parametrize(
    "change", [{"portal_rights": (TICKETS,)}, {"active": False}, {"email": "other@example.com"}]
)
def test_nobody_shuts_itself_out(change: dict[str, object]) -> None:
    me = contact()
    with pytest.raises(NotAllowedError):
        managed(me, me, fields(me, **change))
    assert managed(me, me, fields(me, name="Rita Kranz"))


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({"name": "Rita Kranz"}, False),
        ({"portal_rights": (TICKETS,)}, False),
        ({"portal_rights": ()}, True),
        ({"active": False}, True),
        ({"email": "new@example.com"}, True),
    ],
)
def test_sessions_end_with_access_and_with_the_address(
    change: dict[str, object],
    ends: bool,  # noqa: FBT001  # of the table
) -> None:
    after = party(contact(**change))
    assert shut_out(party(contact()), after) == ({UUID(int=1)} if ends else set())


def test_sessions_end_with_the_contact_and_with_the_party() -> None:
    assert shut_out(party(contact()), party()) == {UUID(int=1)}
    assert shut_out(party(contact()), None) == {UUID(int=1)}
    assert shut_out(None, party(contact())) == set()


def test_only_active_contacts_with_a_right_sign_in_each_at_its_party() -> None:
    in_capitals = contact(email="RITA@example.com")
    left, without = contact(2, active=False), contact(3, portal_rights=())
    found = signing_in_with(" Rita@Example.com ", [party(in_capitals, left, without)])
    assert [one.id for _, one in found] == [UUID(int=1)]
