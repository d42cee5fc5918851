"""Who writes to whom: the sender's head and foot, the address in the window (DIN 5008)."""

from dataclasses import dataclass

from babel import Locale
from kontor_contracts.billing.invoice import Invoice, Seller
from kontor_contracts.values import Address, Language

from kontor_delivery.model.einvoice.parties import full_name, street_line
from kontor_delivery.model.wording import wording


@dataclass(frozen=True, slots=True)
class Letterhead:
    name: str
    #: Beneath the name on the first page.
    contact: tuple[str, ...]
    #: One line above the window.
    return_address: str
    #: The foot's columns, each of short lines.
    columns: tuple[tuple[str, ...], ...]


def letterhead_of(seller: Seller, language: Language) -> Letterhead:
    words = wording(language)
    name, address = full_name(seller), seller.address
    footer = seller.footer.in_language(language) if seller.footer else ""

    def named(kind: str, value: str) -> str:
        return words[f"footer.{kind}"].format(value=value) if value else ""

    columns = (
        (
            name,
            street_line(address),
            address.addition,
            town_line(address),
            country(address, language),
        ),
        (seller.phone, seller.email, seller.website),
        (
            seller.registration_number,
            named("siret", seller.siret),
            named("vat-id", seller.vat_id),
            *footer.splitlines(),
        ),
        (
            named("iban", grouped(seller.iban)),
            named("bic", seller.bic),
            named("creditor", seller.creditor_id),
        ),
    )
    return Letterhead(
        name=name,
        contact=_present(seller.phone, seller.email, seller.website),
        return_address=" · ".join(_present(name, street_line(address), town_line(address))),
        columns=tuple(filter(None, (_present(*column) for column in columns))),
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


def _present(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))
