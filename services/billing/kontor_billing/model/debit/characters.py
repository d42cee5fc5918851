"""The characters that every SEPA bank takes (EPC217-08), and how other text comes into them."""

import re
import unicodedata

from text_unidecode import unidecode

_OUTSIDE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_ID = re.compile(r"^(?!/)(?!.*//)[A-Za-z0-9/\-?:().,'+]{1,35}(?<!/)$")
_TABLE = str.maketrans(
    {
        "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "SS",
        "Æ": "Ae", "æ": "ae", "Ø": "Oe", "ø": "oe", "Å": "Aa", "å": "aa",
        "&": "+", "*": ".", "$": ".", "%": ".", "€": "EUR",
    }
)  # fmt: skip


def sepa_text(text: str, longest: int) -> str:
    """`text` in the allowed characters, cut to `longest`; may be empty."""
    composed = unicodedata.normalize("NFC", text).translate(_TABLE)
    decomposed = unicodedata.normalize("NFKD", composed)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    allowed = _OUTSIDE.sub(" ", unidecode(bare))
    return " ".join(allowed.split())[:longest].rstrip()


def is_sepa_id(text: str) -> bool:
    """Whether `text` may be an id; ids are refused, never rewritten."""
    return _ID.match(text) is not None
