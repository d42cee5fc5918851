"""Pages of deliveries: how long, and where the next one starts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from kontor_chassis.http.paging import id_position, not_ours, read_cursor, write_cursor

from kontor_delivery.model.delivery import Delivery

SEPARATOR = "\n"
Limit = Annotated[int, Query(ge=1, le=500)]


def next_cursor(page: Sequence[Delivery], limit: int) -> str | None:
    if len(page) < limit:
        return None
    last = page[-1]
    return write_cursor(f"{last.invoice_number}{SEPARATOR}{last.id}")


def after(cursor: str | None) -> tuple[str, UUID] | None:
    if cursor is None:
        return None
    number, _, identity = read_cursor(cursor).partition(SEPARATOR)
    return number, id_position(identity)


def moment_cursor(last: tuple[datetime, UUID] | None) -> str | None:
    """The cursor of a list in the order of time, behind `last`."""
    return write_cursor(f"{last[0].isoformat()}{SEPARATOR}{last[1]}") if last else None


def moment_after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    moment, _, identity = read_cursor(cursor).partition(SEPARATOR)
    try:
        return datetime.fromisoformat(moment), id_position(identity)
    except ValueError as error:
        raise not_ours() from error
