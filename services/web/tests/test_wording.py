"""No text of the pages lacks its translation, and none is written past the catalogues."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from kontor_contracts.values import Language
from kontor_web.languages import KEYWORDS, WORDING, translated
from kontor_web.words import INVOICE_STATE, TICKET_STATE

WEB = WORDING.parent
METHODS = [("**.html", "jinja2"), ("**.py", "python")]
NAMES = {"Kontor", "GoCardless"}


def texts_in_use() -> set[tuple[str | tuple[str, ...], str | None]]:
    found = extract_from_dir(WEB, method_map=METHODS, keywords=KEYWORDS)
    return {(text, context) for _, _, text, _, context in found}


def catalogue(language: str) -> list[Message]:
    with (WORDING / f"{language}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_is_translated_and_no_catalogue_has_more(language: str) -> None:
    messages = catalogue(language)
    assert {(message.id, message.context) for message in messages} == texts_in_use()
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


@pytest.mark.parametrize(
    ("language", "invoice", "ticket"),
    [
        (Language.FRENCH, "Ouverte", "Ouvert"),
        (Language.ENGLISH, "Open", "Open"),
    ],
)
def test_a_ticket_is_open_in_its_own_gender(language: Language, invoice: str, ticket: str) -> None:
    assert translated(language, INVOICE_STATE["open"]) == invoice
    assert translated(language, TICKET_STATE["open"]) == ticket


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
