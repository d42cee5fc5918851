"""Cursors of lists that go by id."""

from uuid import UUID

from kontor_chassis.http.paging import read_cursor
from kontor_contracts.errors import FieldError, InvalidInputError


def id_behind(cursor: str) -> UUID | None:
    """The id that the list goes on behind; InvalidInputError for a cursor that is not ours."""
    if not cursor:
        return None
    try:
        return UUID(read_cursor(cursor))
    except ValueError as error:
        wrong = FieldError("cursor", "not-a-cursor", "use next_cursor of the page before")
        raise InvalidInputError("the cursor is not one of ours", fields=[wrong]) from error
