"""Seller and buyer: which identifiers and addresses the e-invoice carries of them."""

from dataclasses import dataclass

from kontor_contracts.billing.invoice import Buyer, Seller
from kontor_contracts.customers.party import ElectronicAddress
from kontor_contracts.values import Address

#: ISO 6523 codes of the French register numbers.
SIREN, SIRET = "0002", "0009"
#: What Chorus Pro calls a SIRET in UBL's `schemeName`.
CHORUS_SIRET = "1"
#: Code of the EAS list for an e-mail address.
EMAIL = "EM"


@dataclass(frozen=True, slots=True)
class Identifier:
    value: str = ""
    scheme: str = ""
    scheme_name: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """BG-4 or BG-7."""

    name: str
    address: Address
    #: BT-29, BT-46
    identifier: Identifier
    #: BT-30, BT-47
    registration: Identifier
    #: BT-33
    legal_form: str
    vat_id: str
    #: BT-34, BT-49
    endpoint: Identifier
    #: BT-41, the person or office to ask
    contact: str = ""
    phone: str = ""
    email: str = ""


def seller_party(seller: Seller, *, with_contact: bool = False) -> Party:
    return Party(
        name=full_name(seller),
        address=seller.address,
        identifier=_siret(seller.siret),
        registration=_siren(seller.siren)
        if seller.siren
        else Identifier(seller.registration_number),
        legal_form=seller.legal_form,
        vat_id=seller.vat_id,
        endpoint=Identifier(seller.email, EMAIL),
        contact=full_name(seller) if with_contact else "",
        phone=seller.phone,
        email=seller.email,
    )


def buyer_party(buyer: Buyer) -> Party:
    return Party(
        name=buyer.name,
        address=buyer.address,
        identifier=_siret(buyer.siret) if buyer.siret else Identifier(buyer.number),
        registration=_siren(buyer.siren or buyer.siret[:9]),
        legal_form="",
        vat_id=buyer.vat_id,
        endpoint=_endpoint(buyer.electronic_address),
    )


def full_name(seller: Seller) -> str:
    """BT-27, the registered name: with the legal form, said once."""
    if seller.name.casefold().endswith(seller.legal_form.casefold()):
        return seller.name
    return f"{seller.name} {seller.legal_form}"


def street_line(address: Address) -> str:
    """BT-35, BT-50; in France and English-speaking countries the number leads."""
    number_leads = address.country in {"FR", "LU", "GB", "IE", "US", "MC"}
    words = (address.house_number, address.street)
    return " ".join(filter(None, words if number_leads else reversed(words)))


def _siret(number: str) -> Identifier:
    return Identifier(number, SIRET, CHORUS_SIRET)


def _siren(number: str) -> Identifier:
    return Identifier(number, SIREN)


def _endpoint(address: ElectronicAddress | None) -> Identifier:
    return Identifier(address.id, address.scheme) if address else Identifier()
