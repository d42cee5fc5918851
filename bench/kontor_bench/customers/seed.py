"""Made-up parties with names, contacts and IBANs as varied as those of a real company."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Contact, Lifecycle, Party, RecipientRole
from kontor_contracts.customers.payment import BankAccount, PaymentDetails
from kontor_contracts.values import Address
from kontor_customers.app import Parts, connected
from kontor_customers.model.search import iban_end
from kontor_customers.settings import CustomersSettings
from kontor_customers.store.parties import document_of
from kontor_local.sample import identities

from kontor_bench.place import Place
from kontor_bench.progress import Bar

CHUNK = 1000
SEED = 11
TRADES = [
    "Bau",
    "Glas",
    "Holz",
    "Metall",
    "Druck",
    "Praxis",
    "Kanzlei",
    "Garage",
    "Hotel",
    "Bistro",
    "Verlag",
    "Agentur",
]
FORMS = ("GmbH", "AG", "SARL", "e. K.", "SAS")
CITIES = ("Berlin", "Saarbrücken", "Metz", "Luxemburg", "Köln", "Nancy", "Trier", "Thionville")
SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fe",
    "ga",
    "ge",
    "ha",
    "he",
    "ja",
    "ka",
    "ke",
    "ki",
    "ko",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "so",
    "ta",
    "te",
    "ti",
    "to",
    "va",
    "ve",
    "wa",
    "we",
    "za",
    "ze",
]


class Sought(NamedTuple):
    """A party to be asked for, and words that find it."""

    party_id: UUID
    version: int
    name: str
    words: tuple[str, ...]


async def seed(place: Place, count: int, bar: Bar) -> list[Sought]:
    """Straight into the store of customers, its indexes built last; a hundredth to ask for."""
    chance = random.Random(SEED)
    sought: list[Sought] = []
    async with connected(place.settings_for(CustomersSettings)) as parts:
        await parts.database["parties"].drop_indexes()
        for start in range(0, count, CHUNK):
            parties = [_party(chance, number) for number in range(start, start + CHUNK)]
            await _store(parts, parties, list(_payments(parties, start)))
            sought += [_sought(party) for party in parties[:: CHUNK // 10]]
            bar.at(start, count)
        await parts.books.parties.ensure_indexes()
    return sought


async def _store(
    parts: Parts, parties: Sequence[Party], payments: Sequence[PaymentDetails]
) -> None:
    ends = [[iban_end(account.iban) for account in one.accounts] for one in payments]
    documents = [document_of(*one) for one in zip(parties, ends, strict=True)]
    await parts.database["parties"].insert_many(documents)

    async def pay(tx: Transaction) -> None:
        nothing = [one.model_copy(update={"version": 0, "accounts": ()}) for one in payments]
        await parts.books.payments.save_all(list(zip(nothing, payments, strict=True)), tx)

    await parts.transactions.run(pay)


def _party(chance: random.Random, number: int) -> Party:
    name = f"{_word(chance)} {chance.choice(TRADES)} {_word(chance)}"
    city = chance.choice(CITIES)
    address = Address(street="Ringweg", house_number="1", postcode="1", city=city, country="DE")
    return Party(
        id=new_id(),
        version=1,
        number=f"B-{number + 1:06}",
        lifecycle=Lifecycle.PROSPECT if chance.random() < 0.1 else Lifecycle.CUSTOMER,  # noqa: PLR2004
        name=name,
        legal_form=chance.choice(FORMS),
        billing_address=address,
        vat_id=f"DE{chance.randrange(10**9):09}",
        contacts=tuple(_contact(chance) for _ in range(chance.choice((1, 1, 2, 3)))),
    )


def _contact(chance: random.Random) -> Contact:
    first, last = _word(chance), _word(chance)
    return Contact(
        id=new_id(),
        name=f"{first} {last}",
        email=f"{first}.{last}@{_word(chance)}.example".casefold(),
        phones=(f"+49681{chance.randrange(10**6):06}",),
        invoice_recipient=RecipientRole.TO,
    )


def _payments(parties: Sequence[Party], start: int) -> Iterator[PaymentDetails]:
    for number, party in enumerate(parties, start):
        iban = identities.iban("DE02120300000000202051", number)
        account = BankAccount(id=new_id(), iban=iban, holder=party.name)
        yield PaymentDetails(party_id=party.id, version=1, accounts=(account,))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()


def _sought(party: Party) -> Sought:
    """By the middle of its name, its number, a contact, an e-mail, a phone, a VAT id, a city."""
    contact = party.contacts[0]
    words = (
        party.name.split()[0][1:5],
        party.name.split()[2],
        party.number,
        contact.name.split()[1],
        contact.email.partition("@")[0],
        contact.phones[0][-6:],
        party.vat_id[3:],
        f"{party.name.split()[1]} {party.billing_address.city if party.billing_address else ''}",
    )
    return Sought(party.id, party.version, party.name, words)
