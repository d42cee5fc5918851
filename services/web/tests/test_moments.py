"""Moments are told in the organisation's time zone, whatever the server's or the reader's."""

from datetime import UTC, datetime

import pytest
from kontor_contracts.values import Language
from kontor_web.languages import Formats

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Berlin", "01.01.2027, 00:30"),
        ("America/Cayenne", "31.12.2026, 20:30"),
        ("Indian/Reunion", "01.01.2027, 03:30"),
    ],
)
def test_a_moment_is_told_where_the_organisation_is(zone: str, told: str) -> None:
    assert Formats(Language.GERMAN, zone).moment(NEW_YEAR) == told


@pytest.mark.parametrize(
    ("text", "shown"), [("29.90", "29,90"), ("0.049", "0,0490"), ("12", "12"), ("abc", "abc")]
)
def test_numbers_of_records_are_shown_as_people_type_them(text: str, shown: str) -> None:
    assert Formats(Language.GERMAN).typed_number(text) == shown


@pytest.mark.parametrize(
    ("language", "label", "told"),
    [
        (Language.GERMAN, "2026-10", "Oktober 2026"),
        (Language.FRENCH, "2026-08-Nord-2", "août 2026 · Nord · 2"),
        (Language.ENGLISH, "2026-13", "2026-13"),
    ],
)
def test_a_run_is_called_by_its_month_in_words(language: Language, label: str, told: str) -> None:
    assert Formats(language).period(label) == told
