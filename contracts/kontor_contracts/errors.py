"""The one family of errors: what a rule refuses, in words that tell a person what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its path (`contacts.0.email`), a kebab-case code, a sentence."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """A rule was broken. Subclasses are named after the rule; `status` is its HTTP meaning."""

    status: ClassVar[int] = 422

    def __init__(self, message: str, *, fields: Sequence[FieldError] = ()) -> None:
        super().__init__(message)
        self.fields = tuple(fields)

    @property
    def code(self) -> str:
        """Kebab-case name of the rule, stable for callers."""
        name = type(self).__name__.removesuffix("Error")
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


class InvalidInputError(DomainError):
    """One or more fields are wrong; all are named at once."""


class NotFoundError(DomainError):
    """The record does not exist, or not for this caller."""

    status = 404


class ConflictError(DomainError):
    """The record's state does not allow it."""

    status = 409


class NotYetKnownError(ConflictError):
    """The record belongs to another service and its fact has not arrived yet: try again shortly."""


class StaleVersionError(DomainError):
    """Somebody else changed the record first."""

    status = 412

    def __init__(self, message: str, *, current_version: int) -> None:
        super().__init__(message)
        self.current_version = current_version


class NotAllowedError(DomainError):
    """The caller's roles do not permit it."""

    status = 403


class NotSignedInError(DomainError):
    """No valid access token came along."""

    status = 401
