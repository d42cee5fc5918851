"""Positions in lists, as cursors carry them."""

from uuid import UUID

from kontor_contracts.errors import FieldError, InvalidInputError


def uuid_position(text: str) -> UUID:
    """The id; InvalidInputError when the cursor was made up."""
    try:
        return UUID(text)
    except ValueError as error:
        raise InvalidInputError(
            "the cursor is not one of ours",
            fields=[FieldError("cursor", "not-a-cursor", "Use next_cursor of the page before.")],
        ) from error
