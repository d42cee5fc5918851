"""Reads what a bank sends: returns and payments out of pain.002, camt.053 and camt.054."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from io import BytesIO

from kontor_contracts.billing.collection import ReturnKind
from kontor_contracts.errors import InvalidInputError
from lxml import etree

from kontor_billing.gateways.bank_answers import answers_of
from kontor_billing.gateways.bank_credits import payments_of
from kontor_billing.gateways.xml_paths import (
    amount_at,
    charges_of,
    day_at,
    every,
    find,
    first_text,
    money,
    name_of,
    text_of,
)
from kontor_billing.model.bank_entries import LARGEST, Return, is_reference
from kontor_billing.model.incoming import BankFile, Item, bank_file

ROOTS = {"CstmrPmtStsRpt", "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn"}
STATEMENTS = {"Stmt", "Ntfctn"}
SUCCESS = "0000"


class NotABankFileError(InvalidInputError):
    """The file cannot be read as what a bank sends; nothing of it was taken."""


def read_bank_xml(content: bytes) -> BankFile:
    """Every item of the file; NotABankFileError unless all of it could be read."""
    _check_bytes(content)
    try:
        return bank_file(_items(content))
    except etree.XMLSyntaxError as broken:
        raise NotABankFileError(f"the file is cut off or is no XML: {broken.msg}") from broken
    except (InvalidOperation, ValueError) as wrong:
        raise NotABankFileError("the file holds an amount that is none") from wrong


def _check_bytes(content: bytes) -> None:
    if len(content) > LARGEST:
        raise NotABankFileError(f"the file is larger than {LARGEST // 1024**2} MiB")
    if content[:2] in {b"PK", b"\x1f\x8b"}:
        raise NotABankFileError("the file is packed: unpack it first")
    if b"\0" in content or b"<!DOCTYPE" in content:
        raise NotABankFileError("the file declares entities or is no UTF-8: banks do neither")


def _items(content: bytes) -> Iterator[Item]:
    events = etree.iterparse(
        BytesIO(content), ("end",), resolve_entities=False, no_network=True, load_dtd=False
    )
    known, account = False, ""
    for _, element in events:
        name = name_of(element)
        known = known or name in ROOTS
        if name == "TxInfAndSts":
            yield from _rejection(element)
        elif name == "CstmrPmtStsRpt":
            yield from answers_of(element)
        elif name == "Ntry":
            yield from _entry(element, account)
        elif name == "Acct" and name_of(element.getparent()) in STATEMENTS:
            account = text_of(element, "Id/IBAN")
        if name in {"TxInfAndSts", "Ntry"}:
            element.clear()
    if not known:
        raise NotABankFileError("the file is neither pain.002 nor camt.053 nor camt.054")


def _rejection(transaction: etree._Element) -> Iterator[Return]:
    code = text_of(transaction, "StsRsnInf/Rsn/Cd") or text_of(transaction, "StsRsnInf/Rsn/Prtry")
    if text_of(transaction, "TxSts") != "RJCT" or code == SUCCESS:
        return
    reference = text_of(transaction, "OrgnlEndToEndId")
    amount = find(transaction, "OrgnlTxRef/Amt/InstdAmt")
    yield Return(
        key=f"rejected/{_name(reference, transaction)}",
        kind=ReturnKind.REJECTED,
        reference=reference,
        amount=None if amount is None else money(amount),
        currency="" if amount is None else amount.get("Ccy", ""),
        code=code,
        text=text_of(transaction, "StsRsnInf/AddtlInf"),
        instruction=text_of(transaction, "OrgnlInstrId"),
        mandate=text_of(transaction, "OrgnlTxRef/MndtRltdInf/MndtId"),
        collected_on=day_at(transaction, "OrgnlTxRef/ReqdColltnDt"),
    )


def _entry(entry: etree._Element, account: str) -> Iterator[Item]:
    """What is booked: `Sts` is a text in version 2, a code below it from version 8 on."""
    if first_text(entry, "Sts/Cd", "Sts") != "BOOK":
        return
    if text_of(entry, "CdtDbtInd") == "CRDT":
        yield from payments_of(entry, account)
    else:
        yield from _returns(entry)


def _returns(entry: etree._Element) -> Iterator[Return]:
    details = list(every(entry, "NtryDtls", "TxDtls"))
    problem = "" if _adds_up(entry, details) else "sum-differs"
    for one in details:
        if find(one, "RtrInf") is not None:
            yield _return(entry, one, problem)
    if not details and text_of(entry, "BkTxCd/Domn/Fmly/Cd") == "IDDT":
        yield _return(entry, entry, "no-details")


def _return(entry: etree._Element, details: etree._Element, problem: str) -> Return:
    reference = text_of(details, "Refs/EndToEndId")
    own = text_of(details, "Refs/AcctSvcrRef")
    shared = text_of(entry, "AcctSvcrRef")
    amount = _original(details)
    booked = amount_at(entry, "Amt") if amount is None else amount
    element = find(details, "AmtDtls/InstdAmt/Amt")
    element = find(entry, "Amt") if element is None else element
    return Return(
        key=own or f"{shared or 'returned'}/{_name(reference if shared else '', details)}",
        kind=ReturnKind.RETURNED,
        reference=reference,
        amount=booked,
        currency="" if element is None else element.get("Ccy", ""),
        code=text_of(details, "RtrInf/Rsn/Cd") or text_of(details, "RtrInf/Rsn/Prtry"),
        text=text_of(details, "RtrInf/AddtlInf"),
        instruction=text_of(details, "Refs/InstrId"),
        mandate=text_of(details, "Refs/MndtId"),
        collected_on=day_at(details, "RltdDts/ReqdColltnDt"),
        problem=problem,
    )


def _original(details: etree._Element) -> Decimal | None:
    """The amount of the debit, without what the bank charges for its return."""
    if (instructed := amount_at(details, "AmtDtls/InstdAmt/Amt")) is not None:
        return instructed
    booked = amount_at(details, "Amt")
    if booked is None:
        booked = amount_at(details, "AmtDtls/TxAmt/Amt")
    return None if booked is None else booked - charges_of(details)


def _adds_up(entry: etree._Element, details: list[etree._Element]) -> bool:
    """The transactions with their charges are the entry, else nobody knows what is what."""
    whole = amount_at(entry, "Amt")
    originals = [_original(one) for one in details]
    known = [one for one in originals if one is not None]
    if len(known) != len(originals):
        return len(details) == 1
    costs = sum((charges_of(one) for one in details), charges_of(entry))
    return whole in {sum(known), sum(known) + costs}


def _name(reference: str, element: etree._Element) -> str:
    """What tells one from another, also where the bank has lost the end-to-end ids of several."""
    return reference if is_reference(reference) else _digest(element)


def _digest(element: etree._Element) -> str:
    return sha256(etree.tostring(element, method="c14n")).hexdigest()
