"""Mails that let somebody in: every purpose has words in every language."""

from uuid import uuid4

import pytest
from kontor_contracts.values import Language
from kontor_customers.model.letter_text import Link, subject_and_text
from kontor_customers.model.letters import Purpose, Reader


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_letter_is_written_in_the_reader_s_language(purpose: Purpose) -> None:
    written = []
    for language in Language:
        reader = Reader(id=uuid4(), name="Nora", language=language)
        subject, text = subject_and_text(purpose, [Link(reader, "https://kontor.example/x?link=1")])
        assert "Nora" in text
        assert "https://kontor.example/x?link=1" in text
        written += [subject, text]
    assert len(set(written)) == 2 * len(Language)
