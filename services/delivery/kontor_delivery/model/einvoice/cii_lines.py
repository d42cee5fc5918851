"""CII's trade line items (BG-25)."""

from kontor_contracts.billing.invoice import InvoiceLine
from lxml.etree import _Element

from kontor_delivery.model.einvoice.cii_names import billing_period, indicator, ram, ram_text
from kontor_delivery.model.einvoice.terms import DISCOUNT, Line
from kontor_delivery.model.einvoice.xml import cents, decimal


def line(line: Line) -> _Element | None:
    quantity = ram_text("BilledQuantity", decimal(line.quantity), unitCode=line.source.unit)
    price = ram("NetPriceProductTradePrice", ram_text("ChargeAmount", decimal(line.price)))
    return ram(
        "IncludedSupplyChainTradeLineItem",
        ram(
            "AssociatedDocumentLineDocument",
            ram_text("LineID", line.source.position),
            ram("IncludedNote", ram_text("Content", line.note)),
        ),
        ram(
            "SpecifiedTradeProduct",
            ram_text("SellerAssignedID", line.source.article),
            ram_text("Name", line.name),
            ram_text("Description", line.description),
        ),
        ram("SpecifiedLineTradeAgreement", price),
        ram("SpecifiedLineTradeDelivery", quantity),
        _settlement(line.source),
    )


def _settlement(line: InvoiceLine) -> _Element | None:
    return ram(
        "SpecifiedLineTradeSettlement",
        ram(
            "ApplicableTradeTax",
            ram_text("TypeCode", "VAT"),
            ram_text("CategoryCode", line.vat_category),
            ram_text("RateApplicablePercent", decimal(line.vat_rate)),
        ),
        billing_period(line.period) if line.period else None,
        _discount(line) if line.discount else None,
        ram(
            "SpecifiedTradeSettlementLineMonetarySummation",
            ram_text("LineTotalAmount", cents(line.net)),
        ),
    )


def _discount(line: InvoiceLine) -> _Element | None:
    return ram(
        "SpecifiedTradeAllowanceCharge",
        indicator("false"),
        ram_text("ActualAmount", cents(line.discount)),
        ram_text("ReasonCode", DISCOUNT),
    )
