"""Finding a party by any part of its name, number, contacts, tax ids, or the end of an IBAN."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kontor_contracts.customers.party import Party

#: A part from the middle of a word has at least as many characters; its beginning may be shorter.
SHORTEST_PART = 3
#: `030` is Berlin at home, +49 30 from abroad.
SHORTEST_NATIONAL = 2
#: Longer parts are compared by their first characters.
LONGEST_PART = 12
MOST_PARTS = 1500
#: So much of an IBAN is searched for; the rest tells the bank, which many share.
IBAN_END = 8
SHORTEST_OF_IBAN = 4
#: Stands before parts of IBANs, and in no word.
OF_IBAN = "#"
#: Combining diacritical marks, which decomposition leaves behind the letters.
_MARKS = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_IBAN = re.compile(r"[a-z]{2}[0-9]{2}[a-z0-9]{11,30}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def folded(text: str) -> str:
    """`text` without case and accents, for comparing: Müller, muller and MÜLLER are one."""
    if text.isascii():
        return text.casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words_of(text: str) -> list[str]:
    """The words of what somebody typed into the search field, the longest first."""
    plain = folded(text)
    joined = "".join(plain.split())
    if _IBAN.fullmatch(joined):
        return [joined[-IBAN_END:]]
    found = {word[:LONGEST_PART] for word in _WORD.findall(plain)}
    return sorted(found, key=lambda word: (-len(word), word))


def spellings(word: str) -> list[str]:
    """What a word typed may be stored as: phone numbers are kept without the leading zeros."""
    national = word.lstrip("0")
    is_other = word.isdigit() and SHORTEST_NATIONAL <= len(national) < len(word)
    return [word, national] if is_other else [word]


def may_end_an_iban(word: str) -> bool:
    """Whether the word could be from the end of an IBAN: at least four of its characters."""
    return len(word) >= SHORTEST_OF_IBAN and any(char.isdigit() for char in word)


def index_parts(words: Iterable[str]) -> list[str]:
    """All that finds the words: each from its beginning, and from every later character on."""
    parts = {part for word in words for part in _parts(word)}
    return sorted(parts)[:MOST_PARTS]


def searched_words(party: Party) -> list[str]:
    """Every word of what finds the party, however it is written."""
    words = set(_WORD.findall(folded(" ".join(_texts(party)))))
    # K-000012 is also found by 12, and Müller by Mueller.
    words |= {word.lstrip("0") for word in words if word.isdigit()} - {""}
    if not party.name.isascii():
        words |= set(_WORD.findall(folded(party.name.casefold().translate(_UMLAUTS))))
    return sorted(words)


def iban_parts(ibans: Iterable[str]) -> list[str]:
    """All that finds a party by the ends of its IBANs, marked as such."""
    parts = {part for iban in ibans for part in _parts(iban_end(iban))}
    return sorted(f"{OF_IBAN}{part}" for part in parts)


def iban_end(iban: str) -> str:
    """The part of an IBAN that is searched for."""
    return iban[-IBAN_END:].casefold()


def line_of(words: Iterable[str], iban_ends: Iterable[str]) -> str:
    """All words of a party in one line, behind the mark the ends of its IBANs."""
    return " ".join(("", *words, OF_IBAN, *iban_ends))


def iban_ends_of(line: str) -> list[str]:
    """The ends of IBANs in a line."""
    return line.partition(OF_IBAN)[2].split()


def part_patterns(word: str) -> list[str]:
    """What `index_parts` and `iban_parts` that begin with the word look like."""
    starts = [f"^{one}" for one in spellings(word)]
    return [*starts, f"^{OF_IBAN}{word}"] if may_end_an_iban(word) else starts


def line_pattern(word: str) -> str:
    """What a line looks like in which some part begins with the word: the same parties."""
    said = "|".join(_in_line(one) for one in spellings(word))
    return said if may_end_an_iban(word) else f"(?:{said})(?=[^{OF_IBAN}]*{OF_IBAN})"


def _in_line(word: str) -> str:
    short = SHORTEST_PART - len(word)
    return f" {word}|{word}[^ ]{{{short}}}" if short > 0 else word


def _texts(party: Party) -> Iterator[str]:
    yield from (party.number, party.name, party.vat_id, party.siret or party.siren)
    yield party.accounting_reference
    if party.billing_address:
        yield party.billing_address.city
    for contact in party.contacts:
        yield from (contact.name, contact.email, *contact.phones)


def _parts(word: str) -> Iterator[str]:
    yield word[:LONGEST_PART]
    for start in range(1, len(word) - SHORTEST_PART + 1):
        yield word[start : start + LONGEST_PART]
