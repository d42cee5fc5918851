"""Support tickets: open, change, answer, read."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import derived_id, new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.errors import FieldError, InvalidInputError, NotFoundError, NotYetKnownError
from kontor_contracts.tasks.ticket import Origin, Ticket, TicketReported

from kontor_tasks.model import tickets
from kontor_tasks.model.history import Author, Entry
from kontor_tasks.model.parties import PartyName
from kontor_tasks.model.ticket_fields import NewMessage, NewTicket, TicketFields
from kontor_tasks.model.tickets import Message, Opening, Sender, TicketFilter, TicketView
from kontor_tasks.model.versions import require_version
from kontor_tasks.usecases.desk import Desk, entry, require_member, require_party

REPORTS = UUID("b1c4f1a2-7d0c-5a37-8f41-0f6c2f9b7e55")


async def open_ticket(
    desk: Desk, fields: NewTicket, sender: Sender, *, once: Once | None = None
) -> TicketView:
    """A new ticket with its first message."""
    party_id = fields.party_id
    if party_id is None:
        wrong = FieldError("party_id", "required", "is required")
        raise InvalidInputError("A ticket is a customer's.", fields=[wrong])

    async def work(tx: Transaction) -> TicketView:
        await require_party(desk, party_id, tx)
        opening = Opening(
            id=new_id(),
            number=await desk.tickets.next_number(tx),
            party_id=party_id,
            subject=fields.subject,
            priority=fields.priority,
        )
        ticket = await _open(desk, opening, fields.text, sender, tx)
        return (await shown(desk, [ticket]))[0]

    return await desk.transactions.run(work, once=once)


async def take_reports(desk: Desk, facts: Sequence[TicketReported], tx: Transaction) -> None:
    """A ticket per report, also when it comes twice."""
    for fact in facts:
        identity = derived_id(REPORTS, fact.reporter, fact.report_id)
        if await desk.tickets.get(identity, tx):
            continue
        opening = Opening(
            id=identity,
            number=await desk.tickets.next_number(tx),
            party_id=(await _reported_party(desk, fact, tx)).id,
            subject=fact.title,
            priority=fact.priority,
        )
        sender = Sender(subject=fact.report_id, name=fact.reporter, origin=Origin.SYSTEM)
        await _open(desk, opening, fact.text, sender, tx)


async def _reported_party(desk: Desk, fact: TicketReported, tx: Transaction) -> PartyName:
    if fact.party_id:
        found = await desk.replicas.party(fact.party_id, tx)
    else:
        found = await desk.replicas.party_numbered(fact.account_number, tx)
    if found is None:
        raise NotYetKnownError(
            f"no customer or prospect {fact.party_id or fact.account_number!r} is known"
        )
    return found


async def _open(desk: Desk, opening: Opening, text: str, sender: Sender, tx: Transaction) -> Ticket:
    moment = now()
    ticket = tickets.opened(opening, sender, moment)
    await _save(desk, None, ticket, sender, tx)
    message = Message(id=new_id(), ticket_id=ticket.id, at=moment, sender=sender, text=text)
    await desk.tickets.say(message, tx)
    return ticket


async def change(
    desk: Desk, ticket_id: UUID, fields: TicketFields, *, seen: int | None, sender: Sender
) -> TicketView:
    """The ticket with new fields, made from the version that the caller has seen."""

    async def work(tx: Transaction) -> TicketView:
        before = await known_ticket(desk, ticket_id, None, tx)
        require_version(seen, before.version)
        if fields.assignee_id != before.assignee_id:
            await require_member(desk, fields.assignee_id, tx)
        after = await _save(desk, before, tickets.changed(before, fields), sender, tx)
        return (await shown(desk, [after]))[0]

    return await desk.transactions.run(work)


async def say(  # noqa: PLR0913  # who says what where, as whom
    desk: Desk,
    ticket_id: UUID,
    fields: NewMessage,
    sender: Sender,
    *,
    party_id: UUID | None,
    once: Once | None = None,
) -> Message:
    """A message, or a note for the team alone."""

    async def work(tx: Transaction) -> Message:
        before = await known_ticket(desk, ticket_id, party_id, tx)
        message = Message(
            id=new_id(),
            ticket_id=ticket_id,
            at=now(),
            sender=sender,
            text=fields.text,
            internal=fields.internal and not sender.is_customer,
        )
        await desk.tickets.say(message, tx)
        await _save(desk, before, tickets.answered(before, message), sender, tx)
        return message

    return await desk.transactions.run(work, once=once)


async def messages(desk: Desk, ticket_id: UUID, *, party_id: UUID | None) -> list[Message]:
    """In order; a caller bound to a party sees no internal notes."""
    await known_ticket(desk, ticket_id, party_id)
    return await desk.tickets.messages(ticket_id, internal=party_id is None)


async def listed(desk: Desk, asked: TicketFilter) -> list[TicketView]:
    """A page of the list, the latest first."""
    return await shown(desk, await desk.tickets.page(asked))


async def read(desk: Desk, ticket_id: UUID, *, party_id: UUID | None) -> TicketView:
    return (await shown(desk, [await known_ticket(desk, ticket_id, party_id)]))[0]


async def history(desk: Desk, ticket_id: UUID, *, before: UUID | None, limit: int) -> list[Entry]:
    """Who changed what about the ticket, the latest first."""
    await known_ticket(desk, ticket_id, None)
    return await desk.history.of(str(ticket_id), before=before, limit=limit)


async def known_ticket(
    desk: Desk, ticket_id: UUID, party_id: UUID | None, tx: Transaction | None = None
) -> Ticket:
    """The ticket; NotFoundError when there is none, or it is another party's than `party_id`."""
    ticket = await desk.tickets.get(ticket_id, tx)
    if ticket is None or (party_id and ticket.party_id != party_id):
        raise NotFoundError("there is no such ticket")
    return ticket


async def _save(
    desk: Desk, before: Ticket | None, after: Ticket, sender: Sender, tx: Transaction
) -> Ticket:
    if before == after:
        return after
    moment = now()
    version = before.version + 1 if before else 1
    made = after.model_copy(update={"version": version, "changed_at": moment})
    await desk.tickets.save(before, made, tx)
    author = Author(subject=sender.subject, name=sender.name, door=sender.origin.value)
    line = entry("ticket", before, made, author=author, now=moment)
    await desk.history.append([line], tx)
    tx.publish(tickets.event_of(before, made))
    return made


async def shown(desk: Desk, found: Sequence[Ticket]) -> list[TicketView]:
    """With the names of parties and members."""
    parties = await desk.replicas.party_names({one.party_id for one in found})
    members = await desk.replicas.member_names(
        {one.assignee_id for one in found if one.assignee_id}
    )
    return [
        TicketView(
            **dict(one),
            party_name=parties.get(one.party_id, ""),
            assignee_name=members.get(one.assignee_id, "") if one.assignee_id else "",
        )
        for one in found
    ]
