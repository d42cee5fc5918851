"""Customers and prospects: how a party begins, changes and becomes a customer."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from kontor_contracts.customers.party import (
    Contact,
    CustomerRegistered,
    Lifecycle,
    Party,
    PartyChanged,
    PartyEvent,
    ProspectConverted,
    ProspectRegistered,
)
from kontor_contracts.errors import FieldError, InvalidInputError

from kontor_customers.model.bounces import contact_with
from kontor_customers.model.party_fields import PartyFields

NewId = Callable[[], UUID]


def registered(
    fields: PartyFields, *, number: str, lifecycle: Lifecycle, today: date, new_id: NewId
) -> Party:
    """The first version of a party."""
    return _party(
        fields,
        id=new_id(),
        version=1,
        number=number,
        lifecycle=lifecycle,
        contacts=_contacts(None, fields, new_id),
        customer_since=today if lifecycle is Lifecycle.CUSTOMER else None,
    )


def changed(party: Party, fields: PartyFields, *, new_id: NewId) -> Party:
    """The next version with `fields`, or `party` itself when they say nothing new."""
    if fields.payer_id == party.id:
        raise InvalidInputError(
            "A party cannot pay in its own place.",
            fields=[FieldError("payer_id", "own-payer", "must be another party")],
        )
    following = _party(
        fields,
        id=party.id,
        version=party.version,
        number=party.number,
        lifecycle=party.lifecycle,
        contacts=_contacts(party, fields, new_id),
        customer_since=party.customer_since,
    )
    return party if following == party else next_version(following)


def refuse_unknown_contacts(party: Party | None, fields: PartyFields) -> None:
    """Ids are ours to give: a caller may repeat those of this party and name no others."""
    known = {contact.id for contact in party.contacts} if party else set()
    strangers = [
        FieldError(f"contacts.{index}.id", "unknown-contact", "is no contact of this party")
        for index, contact in enumerate(fields.contacts)
        if contact.id is not None and contact.id not in known
    ]
    if strangers:
        raise InvalidInputError("Some contacts are not of this party.", fields=strangers)


def converted(party: Party, *, today: date) -> Party:
    """The party as a customer; itself when it is one already."""
    if party.lifecycle is Lifecycle.CUSTOMER:
        return party
    return next_version(
        party.model_copy(update={"lifecycle": Lifecycle.CUSTOMER, "customer_since": today})
    )


def next_version(party: Party) -> Party:
    """The same with its version counted up."""
    return party.model_copy(update={"version": party.version + 1})


def fields_of(party: Party) -> PartyFields:
    """The writable part of a party."""
    return PartyFields.model_validate(party.model_dump())


def event_of(before: Party | None, after: Party) -> PartyEvent:
    """The fact that a step from `before` to `after` is."""
    if before is None:
        is_customer = after.lifecycle is Lifecycle.CUSTOMER
        return (CustomerRegistered if is_customer else ProspectRegistered)(party=after)
    if before.lifecycle is not after.lifecycle:
        return ProspectConverted(party=after)
    return PartyChanged(party=after)


def _party(fields: PartyFields, **ours: object) -> Party:
    return Party.model_validate({**fields.model_dump(), **ours})


def _contacts(party: Party | None, fields: PartyFields, new_id: NewId) -> tuple[Contact, ...]:
    known = {one.id: one for one in party.contacts} if party else {}
    return tuple(
        contact_with(one, known.get(one.id) if one.id else None, new_id) for one in fields.contacts
    )
