"""The element makers of CII's vocabularies, and its way to write days and periods."""

from datetime import date

from kontor_contracts.values import Period
from lxml.etree import _Element

from kontor_delivery.model.einvoice.terms import last_day
from kontor_delivery.model.einvoice.xml import Vocabulary

CII = "urn:un:unece:uncefact:data:standard"
RSM = f"{CII}:CrossIndustryInvoice:100"
RAM = f"{CII}:ReusableAggregateBusinessInformationEntity:100"
UDT = f"{CII}:UnqualifiedDataType:100"
#: UNTDID 2379: a day as CCYYMMDD.
DAY_FORMAT = "102"

rsm = Vocabulary(RSM).branch
ram = Vocabulary(RAM).branch
ram_text = Vocabulary(RAM).leaf
udt = Vocabulary(UDT).branch
udt_text = Vocabulary(UDT).leaf


def day(name: str, value: date) -> _Element | None:
    return ram(name, udt_text("DateTimeString", f"{value:%Y%m%d}", format=DAY_FORMAT))


def billing_period(period: Period) -> _Element | None:
    return ram(
        "BillingSpecifiedPeriod",
        day("StartDateTime", period.start),
        day("EndDateTime", last_day(period)),
    )


def indicator(value: str) -> _Element | None:
    return ram("ChargeIndicator", udt_text("Indicator", value))
