"""The one maker of ids."""

from uuid import UUID, uuid5

import uuid_utils.compat


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by time of creation."""
    return uuid_utils.compat.uuid7()


def derived_id(namespace: UUID, *parts: str) -> UUID:
    """A UUIDv5 that is the same whenever its cause is: for effects that must not happen twice."""
    return uuid5(namespace, "\x1f".join(parts))
