"""CII's trade parties (BG-4, BG-7)."""

from kontor_contracts.values import Address
from lxml.etree import _Element

from kontor_delivery.model.einvoice.cii_names import ram, ram_text
from kontor_delivery.model.einvoice.parties import Identifier, Party, street_line


def party(role: str, party: Party) -> _Element | None:
    return ram(
        role,
        _identifier(party.identifier),
        ram_text("Name", party.name),
        ram_text("Description", party.legal_form),
        ram("SpecifiedLegalOrganization", _with_scheme("ID", party.registration)),
        _contact(party),
        postal_address(party.address),
        ram("URIUniversalCommunication", _with_scheme("URIID", party.endpoint)),
        ram("SpecifiedTaxRegistration", ram_text("ID", party.vat_id, schemeID="VA")),
    )


def _identifier(identifier: Identifier) -> _Element | None:
    return _with_scheme("GlobalID" if identifier.scheme else "ID", identifier)


def _with_scheme(name: str, identifier: Identifier) -> _Element | None:
    return ram_text(name, identifier.value, schemeID=identifier.scheme)


def _contact(party: Party) -> _Element | None:
    return ram(
        "DefinedTradeContact",
        ram_text("PersonName", party.contact),
        ram("TelephoneUniversalCommunication", ram_text("CompleteNumber", party.phone)),
        ram("EmailURIUniversalCommunication", ram_text("URIID", party.email)),
    )


def postal_address(address: Address) -> _Element | None:
    return ram(
        "PostalTradeAddress",
        ram_text("PostcodeCode", address.postcode),
        ram_text("LineOne", street_line(address)),
        ram_text("LineTwo", address.addition),
        ram_text("CityName", address.city),
        ram_text("CountryID", address.country),
    )
