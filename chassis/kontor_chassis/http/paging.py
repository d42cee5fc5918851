"""Lists are cut into pages; the cursor is opaque to callers."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from uuid import UUID

from kontor_contracts.errors import FieldError, InvalidInputError
from pydantic import BaseModel

ItemT = TypeVar("ItemT")


class Page(BaseModel, Generic[ItemT]):
    """A part of a list. `next_cursor` asks for the part behind it; null at the end."""

    items: list[ItemT]
    next_cursor: str | None = None


def write_cursor(position: str) -> str:
    """The cursor that goes on behind `position`."""
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def next_cursor(
    items: Sequence[ItemT], limit: int, position: Callable[[ItemT], object]
) -> str | None:
    """The cursor behind the last item; a full page may have another behind it."""
    return write_cursor(str(position(items[-1]))) if len(items) == limit else None


def read_cursor(cursor: str | None) -> str:
    """The position that `write_cursor` was given, "" without one; InvalidInputError if made up."""
    text = cursor or ""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise not_ours() from error


def read_id_cursor(cursor: str | None) -> UUID | None:
    """The id that the list goes on behind, None without a cursor; InvalidInputError otherwise."""
    return id_position(read_cursor(cursor)) if cursor else None


def id_position(text: str) -> UUID:
    """The id of a position; InvalidInputError when the cursor was made up."""
    try:
        return UUID(text)
    except ValueError as error:
        raise not_ours() from error


def not_ours() -> InvalidInputError:
    """The one error for every cursor that was made up."""
    wrong = FieldError("cursor", "not-a-cursor", "Use next_cursor of the page before.")
    return InvalidInputError("the cursor is not one of ours", fields=[wrong])
