"""Who writes to whom: the sender's head and foot, the address in the window (DIN 5008)."""

from dataclasses import dataclass

from babel import Locale
from kontor_contracts.billing.invoice import Invoice, Seller
from kontor_contracts.values import Address, Language

from kontor_delivery.model.einvoice.parties import full_name, street_line
from kontor_delivery.model.wording import wording

#: Characters of 8.5 points in half a line.
SHORT = 48


@dataclass(frozen=True, slots=True)
class Letterhead:
    name: str
    #: For the head of pages after the first.
    short_name: str
    #: One line above the window.
    return_address: str
    #: The foot: what the organisation adds to every letter, and columns of short lines.
    closing: str
    columns: tuple[tuple[str, ...], ...]


def letterhead_of(seller: Seller, language: Language) -> Letterhead:
    name, address = full_name(seller), seller.address
    footer = seller.footer
    return Letterhead(
        name=name,
        short_name=shortened(name),
        return_address=" · ".join(_present(name, street_line(address), town_line(address))),
        closing=" · ".join(footer.in_language(language).splitlines()) if footer else "",
        columns=_columns(seller, language),
    )


def _columns(seller: Seller, language: Language) -> tuple[tuple[str, ...], ...]:
    words, address = wording(language), seller.address

    def named(kind: str, value: str) -> str:
        return words[f"footer.{kind}"].format(value=value) if value else ""

    where = (street_line(address), address.addition, town_line(address))
    return (
        _present(full_name(seller), *where, country(address, language)),
        _present(seller.phone, seller.email, seller.website),
        _present(
            seller.registration_number,
            named("siret", seller.siret),
            named("vat-id", seller.vat_id),
        ),
        _present(
            named("iban", grouped(seller.iban)),
            named("bic", seller.bic),
            named("creditor", seller.creditor_id),
        ),
    )


def window_of(invoice: Invoice) -> tuple[str, ...]:
    address = invoice.buyer.address
    abroad = address.country != invoice.seller.address.country
    return _present(
        invoice.buyer.name,
        address.addition,
        street_line(address),
        town_line(address),
        country(address, invoice.language).upper() if abroad else "",
    )


def town_line(address: Address) -> str:
    return " ".join(_present(address.postcode, address.city))


def country(address: Address, language: Language) -> str:
    return str(Locale(language.value).territories.get(address.country, address.country))


def grouped(iban: str) -> str:
    """In fours, as people read an IBAN."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def shortened(text: str) -> str:
    """`text`, cut to what fits beside another into the head of a page."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def _present(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))
