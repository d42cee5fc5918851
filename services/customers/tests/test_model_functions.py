"""Functions of contacts: configured, renamed, retired; chosen by key or name."""

import pytest
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.contact_fields import ContactFields
from kontor_customers.model.functions import (
    ContactFunction,
    FunctionExistsError,
    FunctionFields,
    by_name,
    changed,
    configured,
    seed,
    with_function_keys,
)
from kontor_customers.model.strict import parsed
from kontor_customers.testing.records import a_party


def a_function(name: str, **fields: object) -> ContactFunction:
    return configured(parsed(FunctionFields, {"name": {"de": name}, **fields}), seed())


def keys(*names: str, known: list[ContactFunction] | None = None) -> tuple[str, ...]:
    contact = ContactFields(name="Rita", functions=names)
    (found,) = with_function_keys([contact], None, by_name(known or seed()))
    return found.functions


def test_a_function_has_a_key_made_from_its_german_name() -> None:
    assert a_function("Störungs-Meldung").key == "storungs-meldung"
    assert a_function("!?").key == "function"


def test_a_name_means_one_function_in_every_language() -> None:
    for name in ("TECHNISCH", "facturation", "Geschaftsfuhrung"):
        with pytest.raises(FunctionExistsError):
            a_function(name)


def test_a_renamed_function_keeps_its_key() -> None:
    technical = seed()[0]
    fields = parsed(FunctionFields, {"name": {"de": "Technik"}})
    after = changed(technical, fields, seed())
    assert (after.key, after.version, after.name.de) == ("technical", 2, "Technik")
    assert changed(after, fields, [after]) is after


def test_functions_are_chosen_by_key_or_by_their_name_in_any_language() -> None:
    assert keys("Technisch", "Facturation", "management", "billing") == (
        "technical",
        "billing",
        "management",
    )


def test_a_function_that_is_not_configured_is_named_with_its_place() -> None:
    with pytest.raises(InvalidInputError) as refused:
        keys("technical", "Pilot")
    (error,) = refused.value.fields
    assert (error.field, error.code) == ("contacts.0.functions.1", "unknown-function")


def test_a_retired_function_stays_where_it_is_and_is_not_chosen_again() -> None:
    party = a_party(contacts=[{"name": "Rita", "functions": ["technical"]}])
    retired = [one.model_copy(update={"retired": True}) for one in seed()]
    known = ContactFields.model_validate(party.contacts[0].model_dump())
    (kept,) = with_function_keys([known], party, by_name(retired))
    assert kept.functions == ("technical",)
    with pytest.raises(InvalidInputError):
        keys("technical", known=retired)
