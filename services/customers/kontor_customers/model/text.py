"""What a line of text may hold: no control characters, no line breaks, no absurd length."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, LiteralString

from email_validator import EmailNotValidError, validate_email
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

#: Controls, surrogates, private use, line and paragraph separators.
UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
#: Overrides of the writing direction: they make a name read as another one.
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _line(most: int, *, required: bool) -> Callable[[str], str]:
    def check(text: str) -> str:
        tidy = unicodedata.normalize("NFC", text.strip(" \u00a0"))
        if required and not tidy:
            raise PydanticCustomError("required", "is required")
        if len(tidy) > most:
            raise PydanticCustomError(
                "too-long",
                "has {length} characters, at most {most} fit",
                {"length": len(tidy), "most": most},
            )
        if not tidy.isprintable():
            _refuse_unprintable(tidy)
        return tidy

    return check


def line(most: int, *, required: bool = False) -> AfterValidator:
    """A single line of at most `most` characters, trimmed and in Unicode's composed form."""
    return AfterValidator(_line(most, required=required))


def paragraphs(most: int, *, required: bool = False) -> AfterValidator:
    """Lines of text, at most `most` characters in all; tabs and line breaks are welcome."""
    one_line = _line(most, required=required)

    def check(text: str) -> str:
        tidy = "\n".join(one.rstrip() for one in text.splitlines()).strip()
        one_line(tidy.replace("\n", " ").replace("\t", " "))
        return unicodedata.normalize("NFC", tidy)

    return AfterValidator(check)


def _refuse_unprintable(text: str) -> None:
    for character in text:
        if unicodedata.category(character) in UNPRINTABLE or character in OVERRIDES:
            raise PydanticCustomError(
                "control-character",
                "holds a control character or line break (U+{code})",
                {"code": f"{ord(character):04X}"},
            )


def shaped(pattern: str, code: LiteralString, message: LiteralString) -> AfterValidator:
    """A text that fits `pattern` as a whole; else `code` and `message`."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if form.fullmatch(text) is None:
            raise PydanticCustomError(code, message)
        return text

    return AfterValidator(check)


@lru_cache(maxsize=10_000)
def _email(text: str) -> str:
    if not text:
        return ""
    try:
        # `test_environment` lets the reserved domain `.test` through.
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as wrong:
        raise PydanticCustomError(
            "invalid-email", "is no e-mail address: {why}", {"why": str(wrong)}
        ) from wrong
    return found.normalized


def _phone(text: str) -> str:
    if not text:
        return ""
    try:
        number = parse(text)
    except NumberParseException as wrong:
        raise PydanticCustomError(
            "invalid-phone", "is no phone number with country code, such as +49 30 123456"
        ) from wrong
    if not is_possible_number(number):
        raise PydanticCustomError("invalid-phone", "is too short or too long for a phone number")
    return format_number(number, PhoneNumberFormat.E164)


Name = Annotated[str, line(200, required=True)]
OptionalName = Annotated[str, line(200)]
Short = Annotated[str, line(35)]
Label = Annotated[str, line(70)]
Line = Annotated[str, line(140)]
Paragraph = Annotated[str, line(1000)]
Email = Annotated[str, line(254), AfterValidator(_email)]
#: E.164.
OptionalPhone = Annotated[str, line(30), AfterValidator(_phone)]
Phone = Annotated[str, line(30, required=True), AfterValidator(_phone)]
