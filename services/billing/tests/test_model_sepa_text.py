"""In which characters banks are written to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.debit.characters import is_sepa_id, sepa_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bäckerei Größmann & Söhne", "Baeckerei Groessmann + Soehne"),
        ("Café « L'Étoile »  100 %", "Cafe L'Etoile 100 ."),
        ("A\u0308rzte", "Aerzte"),
        ("Ørsted Łódź €", "Oersted Lodz EUR"),
        ('"Zwei"\nZeilen; x@y_z', "Zwei Zeilen x y z"),
        ("日本", "Ri Ben"),
        ("***", "..."),
        ("“”", ""),
    ],
)
def test_names_are_written_in_the_characters_of_sepa(text: str, expected: str) -> None:
    assert sepa_text(text, 70) == expected


@given(st.text(), st.integers(1, 140))
def test_any_text_becomes_allowed_or_empty(text: str, longest: int) -> None:
    found = sepa_text(text, longest)
    assert len(found) <= longest
    assert found == found.strip()
    assert set(found) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "
    )


@pytest.mark.parametrize("text", ["", "a b", "/a", "a/", "a//b", "ä", "a" * 36, "a_b"])
def test_an_id_outside_the_rules_is_refused(text: str) -> None:
    assert not is_sepa_id(text)
