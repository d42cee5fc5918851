"""Lists are cut into pages; the cursor is opaque to callers."""

import base64
import binascii
from typing import Generic, TypeVar

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


def read_cursor(cursor: str) -> str:
    """The position that `write_cursor` was given; InvalidInputError for anything else."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise InvalidInputError(
            "the cursor is not one of ours",
            fields=[FieldError("cursor", "not-a-cursor", "Use next_cursor of the page before.")],
        ) from error
