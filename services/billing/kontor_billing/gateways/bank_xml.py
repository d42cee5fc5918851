"""Reads returns out of pain.002, camt.053 and camt.054 of any version, by local names."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from io import BytesIO

from kontor_contracts.billing.collection import ReturnKind
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.values import cents
from lxml import etree

from kontor_billing.model.bank_entries import LARGEST, Return

ROOTS = {"CstmrPmtStsRpt", "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn"}
SUCCESS = "0000"


class NotABankFileError(InvalidInputError):
    """The file cannot be read as what a bank sends; nothing of it was taken."""


def read_returns(content: bytes) -> list[Return]:
    """Every return of the file; NotABankFileError unless all of it could be read."""
    _check_bytes(content)
    try:
        return list(_returns(content))
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


def _returns(content: bytes) -> Iterator[Return]:
    events = etree.iterparse(
        BytesIO(content), ("end",), resolve_entities=False, no_network=True, load_dtd=False
    )
    known = False
    for _, element in events:
        name = _name(element)
        known = known or name in ROOTS
        if name == "TxInfAndSts":
            yield from _rejection(element)
        elif name == "Ntry":
            yield from _entry(element)
        if name in {"TxInfAndSts", "Ntry"}:
            element.clear()
    if not known:
        raise NotABankFileError("the file is neither pain.002 nor camt.053 nor camt.054")


def _rejection(transaction: etree._Element) -> Iterator[Return]:
    code = _text(transaction, "StsRsnInf/Rsn/Cd") or _text(transaction, "StsRsnInf/Rsn/Prtry")
    if _text(transaction, "TxSts") != "RJCT" or code == SUCCESS:
        return
    reference = _text(transaction, "OrgnlEndToEndId")
    amount = _find(transaction, "OrgnlTxRef/Amt/InstdAmt")
    yield Return(
        key=f"rejected/{reference or _digest(transaction)}",
        kind=ReturnKind.REJECTED,
        reference=reference,
        amount=None if amount is None else _amount(amount),
        currency="" if amount is None else amount.get("Ccy", ""),
        code=code,
        text=_text(transaction, "StsRsnInf/AddtlInf"),
    )


def _entry(entry: etree._Element) -> Iterator[Return]:
    """Booked debits only: `Sts` is a text in version 2, a code below it from version 8 on."""
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status != "BOOK" or _text(entry, "CdtDbtInd") != "DBIT":
        return
    details = list(_all(entry, "NtryDtls", "TxDtls"))
    problem = "" if _adds_up(entry, details) else "sum-differs"
    for one in details:
        if _find(one, "RtrInf") is not None:
            yield _return(entry, one, problem)
    if not details and _text(entry, "BkTxCd/Domn/Fmly/Cd") == "IDDT":
        yield _return(entry, entry, "no-details")


def _return(entry: etree._Element, details: etree._Element, problem: str) -> Return:
    reference = _text(details, "Refs/EndToEndId")
    own = _text(details, "Refs/AcctSvcrRef")
    shared = _text(entry, "AcctSvcrRef")
    amount = _original(details)
    booked = _amount_of(entry, "Amt") if amount is None else amount
    element = _find(details, "AmtDtls/InstdAmt/Amt")
    element = _find(entry, "Amt") if element is None else element
    return Return(
        key=own or (f"{shared}/{reference}" if shared else f"returned/{_digest(details)}"),
        kind=ReturnKind.RETURNED,
        reference=reference,
        amount=booked,
        currency="" if element is None else element.get("Ccy", ""),
        code=_text(details, "RtrInf/Rsn/Cd") or _text(details, "RtrInf/Rsn/Prtry"),
        text=_text(details, "RtrInf/AddtlInf"),
        problem=problem,
    )


def _original(details: etree._Element) -> Decimal | None:
    """The amount of the debit, without what the bank charges for its return."""
    if (instructed := _amount_of(details, "AmtDtls/InstdAmt/Amt")) is not None:
        return instructed
    booked = _amount_of(details, "Amt")
    if booked is None:
        booked = _amount_of(details, "AmtDtls/TxAmt/Amt")
    return None if booked is None else booked - _charges(details)


def _adds_up(entry: etree._Element, details: list[etree._Element]) -> bool:
    """The transactions with their charges are the entry, else nobody knows what is what."""
    whole = _amount_of(entry, "Amt")
    originals = [_original(one) for one in details]
    known = [one for one in originals if one is not None]
    if len(known) != len(originals):
        return len(details) == 1
    charges = sum((_charges(one) for one in details), _charges(entry))
    return whole in {sum(known), sum(known) + charges}


def _charges(element: etree._Element) -> Decimal:
    """`Chrgs/Amt` in version 2, `Chrgs/Rcrd/Amt` later."""
    found = [*_all(element, "Chrgs", "Amt"), *_all(element, "Chrgs", "Rcrd", "Amt")]
    return sum((_amount(one) for one in found), Decimal(0))


def _amount_of(element: etree._Element, path: str) -> Decimal | None:
    found = _find(element, path)
    return None if found is None else _amount(found)


def _amount(element: etree._Element) -> Decimal:
    return cents(Decimal((element.text or "").strip()))


def _all(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    if not names:
        yield element
        return
    for child in element:
        if _name(child) == names[0]:
            yield from _all(child, *names[1:])


def _find(element: etree._Element, path: str) -> etree._Element | None:
    return next(_all(element, *path.split("/")), None)


def _text(element: etree._Element, path: str) -> str:
    found = _find(element, path)
    return (found.text or "").strip() if found is not None else ""


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _digest(element: etree._Element) -> str:
    return sha256(etree.tostring(element, method="c14n")).hexdigest()
