"""Bank accounts do not leave the house in full."""

import re

#: Country, check digits, then up to 30 characters; people write them in groups of four.
CANDIDATE = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
SHOWN = 4
REMAINDER = 1


def masked(text: str) -> str:
    """`text` with the middle of every valid IBAN replaced by dots."""
    return CANDIDATE.sub(lambda found: _masked(found[0]), text)


def _masked(candidate: str) -> str:
    compact = candidate.replace(" ", "")
    if not _is_iban(compact):
        return candidate
    return f"{compact[:SHOWN]} •••• {compact[-SHOWN:]}"


def _is_iban(text: str) -> bool:
    """ISO 13616: the rearranged digits leave 1 when divided by 97."""
    digits = "".join(str(int(c, 36)) for c in text[SHOWN:] + text[:SHOWN])
    return int(digits) % 97 == REMAINDER
