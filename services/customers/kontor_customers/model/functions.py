"""Functions of contacts (*Funktionen*): configured once, chosen on contacts by their key."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, ClassVar

from kontor_contracts.customers.party import Party
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError
from kontor_contracts.values import LocalizedText, Value

from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.search import folded
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Label, line

LONGEST_KEY = 40


class FunctionInUseError(ConflictError):
    """Contacts have the function: it can be retired, not removed."""


class FunctionExistsError(ConflictError):
    """Another function has the name already."""


class ContactFunction(Value):
    """What somebody does at a customer; a retired one is not chosen any more."""

    #: Stays the same when the name changes.
    key: str
    version: int
    name: LocalizedText
    retired: bool = False


class NameFields(Strict):
    de: Annotated[str, line(70, required=True)]
    fr: Label = ""
    en: Label = ""


class FunctionFields(Strict):
    """What an admin writes about a function."""

    read_only: ClassVar[frozenset[str]] = frozenset({"key", "version"})

    name: NameFields
    retired: bool = False


SEED = (
    ("technical", {"de": "Technisch", "fr": "Technique", "en": "Technical"}),
    ("billing", {"de": "Abrechnung", "fr": "Facturation", "en": "Billing"}),
    ("management", {"de": "Geschäftsführung", "fr": "Direction", "en": "Management"}),
)


def seed() -> list[ContactFunction]:
    """What a new installation begins with."""
    return [
        ContactFunction(key=key, version=1, name=LocalizedText(**name), retired=False)
        for key, name in SEED
    ]


def configured(fields: FunctionFields, known: Iterable[ContactFunction]) -> ContactFunction:
    """A new function, its key made from its German name."""
    others = list(known)
    _refuse_known_names(fields, others)
    plain = re.sub(r"[^a-z0-9]+", "-", folded(fields.name.de)).strip("-")[:LONGEST_KEY]
    key = _free(plain or "function", {one.key for one in others})
    return _function(fields, key=key, version=1)


def changed(
    before: ContactFunction, fields: FunctionFields, known: Iterable[ContactFunction]
) -> ContactFunction:
    """The next version with the fields, or `before` itself when they say nothing new."""
    _refuse_known_names(fields, [one for one in known if one.key != before.key])
    after = _function(fields, key=before.key, version=before.version)
    return before if after == before else after.model_copy(update={"version": before.version + 1})


def _function(fields: FunctionFields, *, key: str, version: int) -> ContactFunction:
    name = LocalizedText(**dict(fields.name))
    return ContactFunction(key=key, version=version, name=name, retired=fields.retired)


def _free(key: str, taken: Collection[str]) -> str:
    candidates = (key, *(f"{key}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in candidates if one not in taken)


def _refuse_known_names(fields: FunctionFields, others: Iterable[ContactFunction]) -> None:
    taken = by_name(others)
    errors = [
        FieldError(f"name.{language}", "taken", "is the name of another function")
        for language, name in fields.name
        if folded(name) in taken
    ]
    if errors:
        raise FunctionExistsError("A name means one function.", fields=errors)


def by_name(functions: Iterable[ContactFunction]) -> dict[str, ContactFunction]:
    """The functions by key and by their names in all languages, without case and accents."""
    found: dict[str, ContactFunction] = {}
    for function in functions:
        for name in (function.key, *dict(function.name).values()):
            if name:
                found.setdefault(folded(name), function)
    return found


def with_function_keys(
    contacts: Iterable[ContactFields], before: Party | None, table: Mapping[str, ContactFunction]
) -> tuple[ContactFields, ...]:
    """The contacts with keys in place of the names in `table`, which `by_name` has made.

    InvalidInputError for what is not configured.
    """
    kept = _functions_of(before)
    found = []
    errors: list[FieldError] = []
    for index, contact in enumerate(contacts):
        had = kept.get(str(contact.id), frozenset())
        keys = {}
        for place, name in enumerate(contact.functions):
            if error := _wrong(name, had, table):
                field = f"contacts.{index}.functions.{place}"
                errors.append(FieldError(field, *error))
            else:
                keys[table[folded(name)].key] = True
        found.append(contact.model_copy(update={"functions": tuple(keys)}))
    if errors:
        raise InvalidInputError("Some functions are not configured.", fields=errors)
    return tuple(found)


def _functions_of(party: Party | None) -> dict[str, frozenset[str]]:
    return {str(one.id): frozenset(one.functions) for one in party.contacts} if party else {}


def _wrong(
    name: str, had: Collection[str], table: Mapping[str, ContactFunction]
) -> tuple[str, str] | None:
    function = table.get(folded(name))
    if function is None:
        return "unknown-function", "is no configured function; add it under Funktionen first"
    if function.retired and function.key not in had:
        return "retired-function", "is retired and not chosen any more"
    return None
