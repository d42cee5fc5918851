"""Money that came, out of one entry of a camt.053 or camt.054."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from kontor_billing.gateways.xml_paths import (
    amount_at,
    charges_of,
    every,
    find,
    first_text,
    text_of,
)
from kontor_billing.model.incoming import IncomingPayment

NO_REFERENCE = {"", "NOTPROVIDED"}
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
REFERENCES = ("Refs/EndToEndId", "RmtInf/Strd/CdtrRefInf/Ref", "Refs/InstrId")


def payments_of(entry: etree._Element, account: str) -> Iterator[IncomingPayment]:
    """One for each of its transactions; one for the whole when they do not add up to it."""
    details = list(every(entry, "NtryDtls", "TxDtls"))
    parts = [_amount(entry, one, alone=len(details) == 1) for one in details]
    known = [one for one in parts if one is not None]
    whole = amount_at(entry, "Amt")
    if whole is None:
        raise ValueError(entry.tag)
    if not details or text_of(entry, "NtryDtls/Btch/PmtInfId"):
        yield _payment(entry, entry, whole, account)
    elif len(known) != len(details) or sum(known) not in {whole, whole + charges_of(entry)}:
        yield _payment(entry, entry, whole, account).model_copy(update={"problem": "sum-differs"})
    else:
        for number, (one, part) in enumerate(zip(details, known, strict=True), start=1):
            yield _payment(entry, one, part, account, number)


def _amount(entry: etree._Element, details: etree._Element, *, alone: bool) -> Decimal | None:
    found = amount_at(details, *AMOUNTS)
    return amount_at(entry, "Amt") if found is None and alone else found


def _payment(
    entry: etree._Element, details: etree._Element, part: Decimal, account: str, number: int = 1
) -> IncomingPayment:
    currency = find(entry, "Amt")
    returned = find(details, "RtrInf") is not None
    return IncomingPayment(
        key=_key(entry, details, account, number),
        amount=part,
        currency="" if currency is None else currency.get("Ccy", ""),
        booked_on=_day(first_text(entry, "BookgDt/Dt", "BookgDt/DtTm")),
        references=tuple(_references(details)),
        text=_text(entry, details),
        payer=first_text(details, "RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm"),
        iban=text_of(details, "RltdPties/DbtrAcct/Id/IBAN"),
        account=account,
        block=first_text(details, "Refs/PmtInfId", "NtryDtls/Btch/PmtInfId"),
        problem="returned-transfer" if returned else "",
    )


def _key(entry: etree._Element, details: etree._Element, account: str, number: int) -> str:
    """The bank's own reference; empty where it gives none."""
    own, shared = text_of(details, "Refs/AcctSvcrRef"), text_of(entry, "AcctSvcrRef")
    if own:
        return f"{account}/{own}"
    return f"{account}/{shared}/{number}" if shared else ""


def _references(details: etree._Element) -> Iterator[str]:
    for path in REFERENCES:
        for found in every(details, *path.split("/")):
            reference = (found.text or "").strip()
            if reference not in NO_REFERENCE:
                yield reference


def _text(entry: etree._Element, details: etree._Element) -> str:
    lines = [(one.text or "").strip() for one in every(details, "RmtInf", "Ustrd")]
    return " ".join(lines) or first_text(details, "AddtlTxInf") or text_of(entry, "AddtlNtryInf")


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
