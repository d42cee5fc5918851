"""Finding a party by the beginning of any word of its name, number, contacts or tax ids."""

import re
import unicodedata

from kontor_contracts.customers.party import Party

MOST_WORDS = 200
LONGEST_WORD = 40
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """`text` without case and accents, for comparing: Müller, muller and MÜLLER are one."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The words of what somebody typed into the search field, the longest first."""
    found = {word[:LONGEST_WORD] for word in _WORD.findall(folded(text))}
    return sorted(found, key=lambda word: (-len(word), word))


def index_words(party: Party) -> list[str]:
    """The words whose beginnings find `party`."""
    texts = [party.number, party.name, party.vat_id, party.siret, party.accounting_reference]
    if party.billing_address:
        texts.append(party.billing_address.city)
    for contact in party.contacts:
        texts += [contact.name, contact.email, *contact.phones]
    words = {word for text in texts for word in words_of(text)}
    # K-000123 is also found by 123, and Müller by Mueller.
    words |= {word.lstrip("0") for word in words if word.isdigit()}
    words |= set(words_of(_with_german_umlauts(party.name)))
    return sorted(words - {""})[:MOST_WORDS]


def _with_german_umlauts(text: str) -> str:
    spelled = text.casefold()
    for umlaut, vowel in (("ä", "a"), ("ö", "o"), ("ü", "u")):
        spelled = spelled.replace(umlaut, f"{vowel}e")
    return spelled
