"""Numbers that people see: how a count is written by a pattern, and read back."""

import re
from dataclasses import dataclass
from typing import Annotated, LiteralString

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kontor_customers.model.text import line, shaped

#: A number brought by an import: it need not follow our pattern.
AccountNumber = Annotated[
    str,
    line(32, required=True),
    shaped(
        r"[A-Za-z0-9][A-Za-z0-9._/-]*",
        "invalid-number",
        "has letters, digits and . _ / - and starts with a letter or digit",
    ),
]
DEFAULT_ACCOUNT_NUMBERS = "K-{number:06}"
DEFAULT_MANDATE_REFERENCES = "M-{number:06}"

#: At most twelve digits: a wider one would be no number but a flood.
_NUMBER = re.compile(r"\{number(?::0([1-9]|1[0-2]))?\}")


def _pattern(form: str, message: LiteralString) -> AfterValidator:
    """A pattern with one number in it; `form` tells what may stand around the number, `#`."""

    def check(pattern: str) -> str:
        if re.fullmatch(form, _NUMBER.sub("#", pattern)) is None:
            raise PydanticCustomError("invalid-pattern", message)
        return pattern

    return AfterValidator(check)


AccountNumberPattern = Annotated[
    str,
    _pattern(
        r"([A-Za-z0-9][A-Za-z0-9._/-]{0,9})?#[A-Za-z0-9._/-]{0,10}",
        "holds {number} or {number:06} once, else letters, digits and . _ / -",
    ),
]
MandateReferencePattern = Annotated[
    str,
    _pattern(
        r"([A-Za-z0-9][A-Za-z0-9.+-]{0,9})?#[A-Za-z0-9.+-]{0,10}",
        "holds {number} or {number:06} once, else letters, digits and . + -",
    ),
]
InvoiceNumberPattern = Annotated[
    str,
    _pattern(
        r"([A-Za-z0-9._/ -]|\{year\}){0,16}#([A-Za-z0-9._/ -]|\{year\}){0,10}",
        "holds {number} or {number:06} once, {year} if wanted, letters, digits and . _ / -",
    ),
]


@dataclass(frozen=True)
class Numbering:
    """`K-{number:06}`: text around one count with its least width."""

    pattern: str

    def written(self, count: int) -> str:
        """The number of `count`."""
        return self.pattern.format(number=count)

    def count_of(self, number: str) -> int | None:
        """The count that `number` stands for, None when it does not follow the pattern."""
        before, after = _NUMBER.sub("\n", self.pattern).split("\n")
        found = re.fullmatch(rf"{re.escape(before)}([0-9]{{1,12}}){re.escape(after)}", number)
        return int(found[1]) if found else None
