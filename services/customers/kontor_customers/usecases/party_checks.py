"""What a party refers to has to be there: functions, the payer, the member who looks after it."""

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party
from kontor_contracts.errors import FieldError, InvalidInputError

from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.functions import by_name, with_function_keys
from kontor_customers.model.party import refuse_unknown_contacts
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.usecases.books import Books


async def checked(
    books: Books, before: Party | None, fields: PartyFields, tx: Transaction
) -> PartyFields:
    """The fields with the functions' keys; InvalidInputError for what refers to nothing."""
    refuse_unknown_contacts(before, fields)
    errors = [
        *await _unknown_payer(books, before, fields, tx),
        *await _unknown_member(books, before, fields, tx),
    ]
    if errors:
        raise InvalidInputError("Some fields name what is not there.", fields=errors)
    contacts = await with_known_functions(books, before, fields.contacts, tx)
    return fields.model_copy(update={"contacts": contacts})


async def with_known_functions(
    books: Books, before: Party | None, contacts: tuple[ContactFields, ...], tx: Transaction
) -> tuple[ContactFields, ...]:
    """The contacts with keys in place of names of functions."""
    if not any(contact.functions for contact in contacts):
        return contacts
    return with_function_keys(contacts, before, by_name(await books.functions.all(tx)))


async def _unknown_payer(
    books: Books, before: Party | None, fields: PartyFields, tx: Transaction
) -> list[FieldError]:
    payer = fields.payer_id
    if payer is None or (before and before.payer_id == payer):
        return []
    if await books.parties.get(payer, tx):
        return []
    return [FieldError("payer_id", "unknown-party", "is no customer or prospect")]


async def _unknown_member(
    books: Books, before: Party | None, fields: PartyFields, tx: Transaction
) -> list[FieldError]:
    """One who has left stays where they are named already."""
    member = fields.responsible_id
    if member is None or (before and before.responsible_id == member):
        return []
    if await books.team.active_among([member], tx):
        return []
    return [FieldError("responsible_id", "unknown-member", "is no active member of the team")]
