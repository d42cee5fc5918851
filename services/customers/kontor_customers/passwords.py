"""Passwords as argon2id hashes; the work is slow on purpose and done off the event loop."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


async def hashed(password: str) -> str:
    """The hash to store for the password."""
    return await asyncio.to_thread(_hasher.hash, password)


async def fits(password: str, password_hash: str | None) -> bool:
    """Whether the hash is the password's.

    Without a hash it never is, after the same time: the answer does not tell who is known.
    """
    if password_hash is None:
        await hashed(password)
        return False
    return await asyncio.to_thread(_fits, password, password_hash)


def _fits(password: str, password_hash: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
