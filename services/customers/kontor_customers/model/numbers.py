"""Account numbers: how a count is written as a number that people see, and read back."""

import re
from dataclasses import dataclass
from string import Formatter
from typing import Annotated

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


def checked_pattern(text: str) -> str:
    """The pattern itself; ValueError when it is not text around one `{number}`."""
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    if [part[1] for part in parts] != ["number"]:
        raise ValueError("an account number pattern holds {number} once, as in K-{number:06}")
    text.format(number=1)
    return text


@dataclass(frozen=True)
class AccountNumberPattern:
    """`K-{number:06}`: text around one count with its least width."""

    text: str

    def written(self, count: int) -> str:
        """The account number of `count`."""
        return self.text.format(number=count)

    def count_of(self, number: str) -> int | None:
        """The count that `number` stands for, None when it does not follow the pattern."""
        before, rest = self.text.split("{number", 1)
        after = rest.split("}", 1)[1]
        found = re.fullmatch(rf"{re.escape(before)}([0-9]{{1,12}}){re.escape(after)}", number)
        return int(found[1]) if found else None
