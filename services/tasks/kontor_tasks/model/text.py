"""What texts may hold: no control characters, and line breaks only in paragraphs."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

#: Controls, surrogates, private use, line and paragraph separators.
UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
#: Overrides of the writing direction: they make a text read as another one.
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def text(most: int, *, required: bool = False, breaks: bool = False) -> AfterValidator:
    """At most `most` characters, trimmed and in Unicode's composed form."""

    def check(written: str) -> str:
        tidy = unicodedata.normalize("NFC", written.replace("\r\n", "\n").strip())
        if required and not tidy:
            raise PydanticCustomError("required", "is required")
        if len(tidy) > most:
            raise PydanticCustomError("too-long", "takes at most {most} characters", {"most": most})
        _refuse_unprintable(tidy, "\n\t" if breaks else "")
        return tidy

    return AfterValidator(check)


def _refuse_unprintable(tidy: str, permitted: str) -> None:
    for character in tidy:
        if character in permitted:
            continue
        if unicodedata.category(character) in UNPRINTABLE or character in OVERRIDES:
            raise PydanticCustomError(
                "control-character",
                "holds a control character or line break (U+{code})",
                {"code": f"{ord(character):04X}"},
            )


Title = Annotated[str, text(200, required=True)]
Label = Annotated[str, text(70, required=True)]
OptionalLabel = Annotated[str, text(70)]
Paragraph = Annotated[str, text(10_000, breaks=True)]
Message = Annotated[str, text(10_000, required=True, breaks=True)]
