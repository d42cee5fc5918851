"""Optimistic locking over HTTP: the version of a record is its ETag."""

from typing import Annotated

from fastapi import Header
from kontor_contracts.errors import FieldError, InvalidInputError

IfMatch = Annotated[str | None, Header()]


def etag(version: int) -> dict[str, str]:
    """The header that names `version`."""
    return {"ETag": f'"{version}"'}


async def if_match(if_match: IfMatch = None) -> int | None:
    """The version that the caller has seen; None without the header. A dependency."""
    if if_match is None:
        return None
    text = if_match.removeprefix("W/").strip('"')
    if not text.isdecimal():
        raise InvalidInputError(
            "If-Match carries no version of ours",
            fields=[FieldError("If-Match", "not-a-version", 'Send the ETag as received: "3".')],
        )
    return int(text)
