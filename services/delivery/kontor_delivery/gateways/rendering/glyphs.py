"""What the installed fonts can show: PDF/A forbids the box that stands for a missing glyph."""

import shutil
import subprocess
import unicodedata
from collections.abc import Container
from functools import cache

from kontor_delivery.model.einvoice.xml import clean

#: WHITE SQUARE, which every font chosen here has.
STAND_IN = "\u25a1"
#: Latin, Latin-1, Latin Extended-A: in any font for Western text.
_PLAIN = "\u017f"


def printable(text: str) -> str:
    """`text` with a stand-in for each character that no installed font has."""
    text = clean(text)
    if text.isascii() or max(text) <= _PLAIN:
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character <= _PLAIN or category in {"Cf", "Zs"} or ord(character) in _covered():
        return character
    return "" if category == "Mn" else STAND_IN


@cache
def _covered() -> Container[int]:
    """Every code point of every font, told by Fontconfig, which also chooses for Pango."""
    lister = shutil.which("fc-list")
    if lister is None:
        return range(0x110000)
    question = [lister, ":outline=true", "--format", "%{charset} "]
    answer = subprocess.run(question, capture_output=True, text=True, check=True)  # noqa: S603
    ends = (part.partition("-") for part in set(answer.stdout.split()))
    return frozenset(
        point
        for first, _, last in ends
        for point in range(int(first, 16), int(last or first, 16) + 1)
    )
