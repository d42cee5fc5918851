"""Tickets: what a message does to their state, and which files they take."""

import gzip
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.tasks.action import Priority
from kontor_contracts.tasks.ticket import Origin, Ticket, TicketState
from kontor_tasks.model.attachments import (
    LARGEST,
    AttachmentTooLargeError,
    AttachmentTypeError,
    file_name,
    media_type_of,
    refuse_size,
)
from kontor_tasks.model.tickets import Message, Opening, Sender, answered, event_of, opened

AT = datetime(2026, 11, 4, 8, tzinfo=UTC)
RITA = Sender(subject="c-1", name="Rita", origin=Origin.PORTAL)
ADA = Sender(subject="m-1", name="Ada", origin=Origin.STAFF)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def a_ticket(state: TicketState = TicketState.OPEN) -> Ticket:
    opening = Opening(
        id=uuid4(), number="T-000001", party_id=uuid4(), subject="No tone", priority=Priority.NORMAL
    )
    return opened(opening, RITA, AT).model_copy(update={"state": state})


def after(ticket: Ticket, sender: Sender, *, internal: bool = False) -> Ticket:
    message = Message(
        id=uuid4(), ticket_id=ticket.id, at=AT, sender=sender, text="Hello", internal=internal
    )
    return answered(ticket, message)


@pytest.mark.parametrize("state", [TicketState.WAITING, TicketState.CLOSED])
def test_the_customers_word_opens_a_ticket_again(state: TicketState) -> None:
    assert after(a_ticket(state), RITA).state is TicketState.OPEN
    assert after(a_ticket(state), ADA).state is state


def test_an_internal_note_changes_nothing_that_the_customer_sees() -> None:
    ticket = a_ticket()
    assert after(ticket, ADA, internal=True) == ticket
    assert after(ticket, ADA).messages == 2


def test_each_step_is_one_fact() -> None:
    ticket, closed = a_ticket(), a_ticket(TicketState.CLOSED)
    assert event_of(None, ticket).type == "ticket-opened"
    assert event_of(ticket, closed).type == "ticket-closed"
    assert event_of(closed, ticket).type == "ticket-changed"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("Grüße\n".encode(), "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),
    ],
)
def test_a_files_type_is_that_of_its_content(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(64),
        gzip.compress(b"x", mtime=0),
        b"\x00\x01",
        b"PK\x03\x04" + bytes(30),
    ],
)
def test_programs_archives_and_unknown_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(AttachmentTypeError):
        media_type_of(content)


def test_a_file_has_a_size_and_a_limit() -> None:
    refuse_size(LARGEST)
    with pytest.raises(AttachmentTooLargeError):
        refuse_size(LARGEST + 1)
    with pytest.raises(InvalidInputError):
        refuse_size(0)


def test_a_files_name_is_without_folders() -> None:
    assert file_name("../../etc/passwd") == "passwd"
    assert file_name("C:\\photos\\rack.png") == "rack.png"
    for wrong in ("", "...", "/", 'a".txt', "a\r\nb", "x" * 121):
        with pytest.raises(InvalidInputError):
            file_name(wrong)
