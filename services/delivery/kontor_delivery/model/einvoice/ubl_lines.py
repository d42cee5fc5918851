"""UBL's InvoiceLine and CreditNoteLine (BG-25)."""

from kontor_contracts.billing.invoice import InvoiceLine
from lxml.etree import _Element

from kontor_delivery.model.einvoice.terms import DISCOUNT, Line, Terms
from kontor_delivery.model.einvoice.ubl_names import cac, cbc, invoice_period, money, tax_scheme
from kontor_delivery.model.einvoice.xml import decimal


def line(line: Line, terms: Terms) -> _Element | None:
    credit, currency, source = terms.is_credit_note, terms.invoice.currency, line.source
    quantity = "CreditedQuantity" if credit else "InvoicedQuantity"
    return cac(
        "CreditNoteLine" if credit else "InvoiceLine",
        cbc("ID", source.position),
        cbc("Note", line.note),
        cbc(quantity, decimal(line.quantity), unitCode=source.unit),
        money("LineExtensionAmount", source.net, currency),
        invoice_period(source.period) if source.period else None,
        _discount(source, currency),
        _item(line),
        cac("Price", cbc("PriceAmount", decimal(line.price), currencyID=currency)),
    )


def _discount(line: InvoiceLine, currency: str) -> _Element | None:
    if not line.discount:
        return None
    return cac(
        "AllowanceCharge",
        cbc("ChargeIndicator", "false"),
        cbc("AllowanceChargeReasonCode", DISCOUNT),
        money("Amount", line.discount, currency),
    )


def _item(line: Line) -> _Element | None:
    return cac(
        "Item",
        cbc("Description", line.description),
        cbc("Name", line.name),
        cac("SellersItemIdentification", cbc("ID", line.source.article)),
        cac(
            "ClassifiedTaxCategory",
            cbc("ID", line.source.vat_category),
            cbc("Percent", decimal(line.source.vat_rate)),
            tax_scheme(),
        ),
    )
