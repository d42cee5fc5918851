"""What the installed fonts can show: PDF/A forbids the box that stands for a missing glyph."""

import shutil
import subprocess
import unicodedata
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


@cache
def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character <= _PLAIN or category in {"Cf", "Zs"} or _has_glyph(character):
        return character
    return "" if category == "Mn" else STAND_IN


def _has_glyph(character: str) -> bool:
    """Fontconfig, which also chooses for Pango, knows what each font holds."""
    lister = shutil.which("fc-list")
    if lister is None:
        return True
    question = [lister, f":outline=true:charset={ord(character):x}", "file"]
    answer = subprocess.run(question, capture_output=True, check=False)  # noqa: S603 - a number
    return bool(answer.stdout)
