"""Notes keep what they said."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.history import Author
from kontor_customers.model.notes import Note, NoteFields, edited, note_words, written
from kontor_customers.model.strict import parsed

ADA = Author(subject="1", name="Ada", door="http")
MORNING, NOON = datetime(2026, 10, 1, 8, tzinfo=UTC), datetime(2026, 10, 1, 12, tzinfo=UTC)


def fields(text: str, **others: object) -> NoteFields:
    return parsed(NoteFields, {"text": text, **others})


def a_note(text: str = "Prefers letters") -> Note:
    return written(fields(text), note_id=uuid4(), party_id=uuid4(), author=ADA, at=MORNING)


def test_an_edited_note_keeps_its_author_and_its_earlier_text() -> None:
    eve = Author(subject="2", name="Eve", door="http")
    after = edited(a_note(), fields("Prefers mails"), author=eve, at=NOON)
    assert (after.author, after.written_at, after.edited_at) == ("Ada", MORNING, NOON)
    (edition,) = after.editions
    assert (edition.text, edition.author, edition.until) == ("Prefers letters", "Eve", NOON)


def test_pinning_is_no_edit_of_the_text() -> None:
    after = edited(a_note(), fields("Prefers letters", pinned=True), author=ADA, at=NOON)
    assert (after.version, after.edited_at, after.editions) == (2, None, ())


def test_saying_the_same_changes_nothing() -> None:
    note = a_note()
    assert edited(note, fields("Prefers letters"), author=ADA, at=NOON) is note


def test_a_note_has_lines_but_no_control_characters() -> None:
    assert a_note("one\r\ntwo\tthree \n\n").text == "one\ntwo\tthree"
    for wrong in ("", " \n ", "bell\x07", "x" * 4001):
        with pytest.raises(InvalidInputError):
            fields(wrong)


def test_a_note_is_found_by_its_words() -> None:
    assert {"grussen", "mueller"} <= set(note_words(a_note("Bitte Mueller grüßen")))
