"""The element makers of UBL's two vocabularies."""

from decimal import Decimal

from kontor_contracts.values import Period
from lxml.etree import _Element

from kontor_delivery.model.einvoice.terms import last_day
from kontor_delivery.model.einvoice.xml import Vocabulary, cents

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
CAC = f"{UBL}:CommonAggregateComponents-2"
CBC = f"{UBL}:CommonBasicComponents-2"

cac = Vocabulary(CAC).branch
cbc = Vocabulary(CBC).leaf


def money(name: str, value: Decimal, currency: str) -> _Element | None:
    return cbc(name, cents(value), currencyID=currency)


def tax_scheme() -> _Element | None:
    return cac("TaxScheme", cbc("ID", "VAT"))


def invoice_period(period: Period) -> _Element | None:
    return cac("InvoicePeriod", cbc("StartDate", period.start), cbc("EndDate", last_day(period)))
