"""UN/CEFACT's Cross Industry Invoice (D22B) as Factur-X embeds it; elements in the XSD's order."""

from datetime import date

from kontor_contracts.values import Address
from lxml.etree import QName, _Element

from kontor_delivery.model.einvoice.cii_lines import line
from kontor_delivery.model.einvoice.cii_names import RAM, RSM, UDT, day, ram, ram_text, rsm
from kontor_delivery.model.einvoice.cii_parties import party, postal_address
from kontor_delivery.model.einvoice.cii_settlement import settlement
from kontor_delivery.model.einvoice.terms import Terms
from kontor_delivery.model.einvoice.xml import document


def write(terms: Terms) -> bytes:
    return document(
        QName(RSM, "CrossIndustryInvoice"),
        {"rsm": RSM, "ram": RAM, "udt": UDT},
        _context(terms),
        _head(terms),
        rsm(
            "SupplyChainTradeTransaction",
            *(line(one) for one in terms.lines),
            _agreement(terms),
            _delivery(terms.delivered_on, terms.delivered_to),
            settlement(terms),
        ),
    )


def _context(terms: Terms) -> _Element | None:
    return rsm(
        "ExchangedDocumentContext",
        ram(
            "BusinessProcessSpecifiedDocumentContextParameter",
            ram_text("ID", terms.process),
        ),
        ram("GuidelineSpecifiedDocumentContextParameter", ram_text("ID", terms.guideline)),
    )


def _head(terms: Terms) -> _Element | None:
    return rsm(
        "ExchangedDocument",
        ram_text("ID", terms.invoice.number),
        ram_text("TypeCode", terms.invoice.kind),
        day("IssueDateTime", terms.invoice.issued_on),
        ram("IncludedNote", ram_text("Content", terms.note)),
    )


def _agreement(terms: Terms) -> _Element | None:
    order = ram_text("IssuerAssignedID", terms.invoice.purchase_order)
    return ram(
        "ApplicableHeaderTradeAgreement",
        ram_text("BuyerReference", terms.invoice.buyer_reference),
        party("SellerTradeParty", terms.seller),
        party("BuyerTradeParty", terms.buyer),
        ram("BuyerOrderReferencedDocument", order),
    )


def _delivery(delivered_on: date, delivered_to: Address | None) -> _Element | None:
    place = postal_address(delivered_to) if delivered_to else None
    return ram(
        "ApplicableHeaderTradeDelivery",
        ram("ShipToTradeParty", place),
        ram("ActualDeliverySupplyChainEvent", day("OccurrenceDateTime", delivered_on)),
    )
