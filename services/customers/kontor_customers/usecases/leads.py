"""Leads of other systems become prospects."""

from uuid import UUID, uuid5

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Lifecycle
from kontor_contracts.inbound import LeadReported

from kontor_customers.model.history import Author
from kontor_customers.model.notes import NoteFields, written
from kontor_customers.model.party import registered
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.strict import parsed
from kontor_customers.usecases.books import Books, save_notes, save_parties
from kontor_customers.usecases.parties import free_number
from kontor_customers.usecases.party_checks import checked

_LEADS = UUID("0b7c9e52-0c8e-5a3f-8d1e-7c1f2f6d9a40")


async def enter_lead(books: Books, lead: LeadReported, tx: Transaction) -> None:
    """A new prospect, unless this lead has made one; InvalidInputError names every wrong field."""
    party_id = uuid5(_LEADS, lead.lead_id)
    if await books.parties.get(party_id, tx):
        return
    author = Author(subject="other-system", name=lead.reporter, door="event")
    organisation = await books.organisations.ours(tx)
    party = registered(
        await checked(books, None, _fields(lead), tx),
        number=await free_number(books, organisation, tx),
        lifecycle=Lifecycle.PROSPECT,
        today=await books.today(tx),
        new_id=new_id,
    ).model_copy(update={"id": party_id})
    await save_parties(books, [(None, party)], author=author, tx=tx)
    if lead.text:
        await _note(books, party_id, lead.text, author=author, tx=tx)


def _fields(lead: LeadReported) -> PartyFields:
    phones = [lead.phone] if lead.phone else []
    contact = {"name": lead.contact or lead.name, "email": lead.email, "phones": phones}
    reachable = lead.contact or lead.email or lead.phone
    return parsed(PartyFields, {"name": lead.name, "contacts": [contact] if reachable else []})


async def _note(
    books: Books, party_id: UUID, text: str, *, author: Author, tx: Transaction
) -> None:
    fields = parsed(NoteFields, {"text": text})
    note = written(fields, note_id=new_id(), party_id=party_id, author=author, at=now())
    await save_notes(books, [(None, note)], author=author, tx=tx)
