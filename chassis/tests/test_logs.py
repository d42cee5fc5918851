"""Logs tell what happened, and about nobody."""

import json
import logging
from collections.abc import Iterator
from typing import Annotated

import pytest
import structlog
from fastapi.exceptions import RequestValidationError
from kontor_chassis import logs
from kontor_chassis.logs import log
from pydantic import BaseModel, Field, ValidationError

SOMEBODY = "Ada\nBeispiel"
QUOTED = "key {to: 'ada.b+1@muster.example'}\nDE02 1203 0000 0000 2020 51, GB33BUKB20201555555555"


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def entries(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_addresses_and_accounts_that_errors_quote_are_masked_wherever_they_stand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("INFO", service="test")
    log.warning("step-failed", error=QUOTED, exc_info=ValueError(QUOTED), nested=[{"to": QUOTED}])
    logging.getLogger("library").error("refused %s", QUOTED, exc_info=ValueError(QUOTED))
    ours, library = entries(capsys)
    for text in (json.dumps(ours), json.dumps(library)):
        assert [one for one in ("@", "1203", "BUKB", "ada") if one in text] == []
    assert ours["service"] == "test"
    assert "refused key" in str(library["event"])


class Person(BaseModel):
    name: Annotated[str, Field(max_length=3)]


def test_a_value_that_is_refused_is_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", service="test")
    try:
        Person(name=SOMEBODY)
    except ValidationError as wrong:
        log.warning("step-failed", error=repr(wrong), exc_info=wrong)
        logging.getLogger("library").exception("refused")
    text = json.dumps(entries(capsys))
    assert text.count("<hidden>") >= 3
    assert "Beispiel" not in text


def refused() -> ValidationError:
    with pytest.raises(ValidationError) as wrong:
        Person.model_validate({"name": SOMEBODY})
    return wrong.value


def test_a_value_that_is_refused_is_not_quoted_where_the_text_was_cut_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("INFO", service="test")
    text = str(refused())
    log.warning("step-failed", error=text[: text.index(", input_type")])
    [entry] = entries(capsys)
    assert str(entry["error"]).endswith("input_value=<hidden>")


class Household(BaseModel):
    people: list[Person]
    size: int


NAMES = [{"type": "friend", "name": SOMEBODY}, {"type": "friend", "name": "Anna Beispiel"}]


def test_a_value_in_a_list_of_errors_is_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", service="test")
    with pytest.raises(ValidationError) as wrong:
        Household.model_validate({"people": NAMES, "size": NAMES})
    errors = wrong.value.errors(include_url=False)
    log.warning("step-failed", errors=errors, cut=str(errors)[:-30], json=wrong.value.json())
    logging.getLogger("library").error("refused %s", RequestValidationError(errors))
    logging.getLogger("library").error("refused", exc_info=RequestValidationError(errors))
    for entry in entries(capsys):
        text = json.dumps(entry)
        assert text.count("<hidden>") >= 2
        assert [one for one in ("Ada", "Anna", "Beispiel") if one in text] == []
        assert text.count("string_too_long") in {2, 6}, "what was wrong is still told"


def test_numbers_of_invoices_and_ids_are_told_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", service="test")
    told = {"invoice": "2026-000017", "id": "019b2f6c-7c11-7e0a-9d55-3f21c8a9e001", "key": "K-0001"}
    log.info("document-issued", **told)
    [entry] = entries(capsys)
    assert told.items() <= entry.items()
