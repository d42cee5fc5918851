"""Files on tickets: what they are by their content, whatever their name says."""

from datetime import datetime
from uuid import UUID

import filetype
from kontor_contracts.errors import DomainError, FieldError, InvalidInputError
from kontor_contracts.values import Value

from kontor_tasks.model.tickets import Sender

LARGEST = 10 * 1024 * 1024
MOST_PER_TICKET = 50
LONGEST_NAME = 120
PLAIN_TEXT = "text/plain"
#: What a browser shows without running anything in it.
TAKEN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})


class AttachmentTooLargeError(DomainError):
    """The file is larger than tickets take."""

    status = 413


class AttachmentTypeError(DomainError):
    """The content is of no type that tickets take."""

    status = 415


class TooManyAttachmentsError(DomainError):
    """The ticket holds as many files as it takes."""

    status = 409


class Attachment(Value):
    id: UUID
    ticket_id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    sender: Sender
    internal: bool = False


def media_type_of(content: bytes) -> str:
    """By the content's first bytes, else UTF-8 text; AttachmentTypeError for anything else."""
    guessed = filetype.guess_mime(content)
    if guessed in TAKEN:
        return str(guessed)
    if guessed is None and _is_text(content):
        return PLAIN_TEXT
    raise AttachmentTypeError("Send an image (PNG, JPEG, GIF, WebP), a PDF or plain text.")


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n\f\ufeff" for character in text)


def file_name(name: str) -> str:
    """The name without folders; InvalidInputError when nothing printable is left."""
    last = name.replace("\\", "/").rpartition("/")[2].strip().strip(".")
    if not last or len(last) > LONGEST_NAME or not last.isprintable() or '"' in last:
        wrong = FieldError("name", "not-a-file-name", f"is no file name of 1 to {LONGEST_NAME}")
        raise InvalidInputError("The file needs a name.", fields=[wrong])
    return last


def refuse_size(size: int) -> None:
    """InvalidInputError for an empty file, AttachmentTooLargeError for a large one."""
    if size == 0:
        wrong = FieldError("body", "required", "is empty")
        raise InvalidInputError("The file is empty.", fields=[wrong])
    if size > LARGEST:
        raise AttachmentTooLargeError(f"A file may have {LARGEST // 1024 // 1024} MB at most.")
