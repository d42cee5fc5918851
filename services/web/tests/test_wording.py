"""No text of the pages lacks its translation, and none is written past the catalogues."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from kontor_web.languages import WORDING

WEB = WORDING.parent
METHODS = [("**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "marked": None, "gettext": None, "ngettext": (1, 2)}
NAMES = {"Kontor", "GoCardless"}


def texts_in_use() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(WEB, method_map=METHODS, keywords=KEYWORDS)
    return {text for _, _, text, _, _ in found}


def catalogue(language: str) -> list[Message]:
    with (WORDING / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_is_translated_and_no_catalogue_has_more(language: str) -> None:
    messages = catalogue(language)
    assert {message.id for message in messages} == texts_in_use()
    untranslated = [
        message.id
        for message in messages
        if not (message.string if isinstance(message.string, str) else all(message.string))
    ]
    assert untranslated == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_translations_fill_in_what_the_texts_do(language: str) -> None:
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text, translation in zip(ids, strings, strict=True):
            assert placeholders(text) == placeholders(translation), text


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w", text))


@pytest.mark.parametrize("file", sorted(WEB.glob("templates/**/*.html")), ids=lambda one: one.name)
def test_templates_hold_no_words_of_their_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', text)
    written_by_macros = r"[a-z][\w:-]*=\"[^\"]*\"|\brequired\b"
    shown = re.sub(rf"<[^>]*>|{written_by_macros}", " ", text)
    words = set(re.findall(r"[^\W\d_]{2,}", " ".join([shown, *spoken])))
    assert words <= NAMES
