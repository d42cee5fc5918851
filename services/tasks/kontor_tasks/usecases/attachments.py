"""Files on tickets: add, list, read."""

import hashlib
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import NotFoundError

from kontor_tasks.model.attachments import (
    MOST_PER_TICKET,
    Attachment,
    TooManyAttachmentsError,
    file_name,
    media_type_of,
    refuse_size,
)
from kontor_tasks.model.tickets import Sender
from kontor_tasks.usecases.desk import Desk
from kontor_tasks.usecases.tickets import known_ticket


async def attach(  # noqa: PLR0913  # who attaches what, where, for whom
    desk: Desk,
    ticket_id: UUID,
    content: bytes,
    name: str,
    sender: Sender,
    *,
    internal: bool,
    party_id: UUID | None,
) -> Attachment:
    """The file on the ticket; the same file under the same name again is the same attachment."""
    refuse_size(len(content))
    attachment = Attachment(
        id=new_id(),
        ticket_id=ticket_id,
        name=file_name(name),
        media_type=media_type_of(content),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        at=now(),
        sender=sender,
        internal=internal and not sender.is_customer,
    )
    await known_ticket(desk, ticket_id, party_id)
    await desk.attachments.keep_content(attachment.id, content)
    added = None
    try:
        added = await desk.transactions.run(lambda tx: _add(desk, attachment, tx))
    finally:
        if added is None or added.id != attachment.id:
            await desk.attachments.drop_content(attachment.id)
    return added


async def _add(desk: Desk, attachment: Attachment, tx: Transaction) -> Attachment:
    present = await desk.attachments.of(attachment.ticket_id, internal=True, tx=tx)
    for one in present:
        same = (one.name, one.sha256, one.internal)
        if same == (attachment.name, attachment.sha256, attachment.internal):
            return one
    if len(present) >= MOST_PER_TICKET:
        raise TooManyAttachmentsError(f"A ticket takes {MOST_PER_TICKET} files.")
    await desk.attachments.add(attachment, tx)
    return attachment


async def listed(desk: Desk, ticket_id: UUID, *, party_id: UUID | None) -> list[Attachment]:
    """In order; a caller bound to a party sees no internal ones."""
    await known_ticket(desk, ticket_id, party_id)
    return await desk.attachments.of(ticket_id, internal=party_id is None)


async def read(
    desk: Desk, ticket_id: UUID, attachment_id: UUID, *, party_id: UUID | None
) -> tuple[Attachment, bytes]:
    """A file with its content; NotFoundError when the caller may not see it."""
    for one in await listed(desk, ticket_id, party_id=party_id):
        if one.id == attachment_id:
            return one, await desk.attachments.content(attachment_id)
    raise NotFoundError("there is no such attachment")
