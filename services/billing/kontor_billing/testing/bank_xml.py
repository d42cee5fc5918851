"""Files as a bank sends them, in several versions."""

from collections.abc import Iterable
from decimal import Decimal

CAMT_053, CAMT_054 = ("BkToCstmrStmt", "Stmt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn")


def a_returned_debit(
    reference: str, amount: Decimal | str, code: str = "AC04", *, own: str = "", charges: str = ""
) -> str:
    """A `TxDtls`; `own` is the bank's reference of it."""
    costs = f'<Chrgs><Rcrd><Amt Ccy="EUR">{charges}</Amt></Rcrd></Chrgs>' if charges else ""
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{own or 'BANK-' + reference}</AcctSvcrRef>"
        f"<EndToEndId>{reference}</EndToEndId></Refs>"
        f'<AmtDtls><InstdAmt><Amt Ccy="EUR">{amount}</Amt></InstdAmt></AmtDtls>{costs}'
        f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn><AddtlInf>Konto erloschen</AddtlInf></RtrInf></TxDtls>"
    )


def a_nameless_return(amount: Decimal | str, *, mandate: str = "", instruction: str = "") -> str:
    """A `TxDtls` of a debit whose end-to-end id the bank has lost."""
    named = f"<InstrId>{instruction}</InstrId>" if instruction else ""
    signed = f"<MndtId>{mandate}</MndtId>" if mandate else ""
    return (
        f"<TxDtls><Refs>{named}<EndToEndId>NOTPROVIDED</EndToEndId>{signed}</Refs>"
        f'<AmtDtls><InstdAmt><Amt Ccy="EUR">{amount}</Amt></InstdAmt></AmtDtls>'
        "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>"
    )


def a_transfer(  # noqa: PLR0913  # each is another thing that banks tell
    amount: Decimal | str,
    *,
    text: str = "",
    reference: str = "",
    end_to_end: str = "NOTPROVIDED",
    iban: str = "",
    own: str = "",
) -> str:
    """A `TxDtls` of money that came; `reference` is a structured one."""
    account = f"<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>" if iban else ""
    structured = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>"
    remittance = structured if reference else f"<Ustrd>{text}</Ustrd>"
    bank = f"<AcctSvcrRef>{own}</AcctSvcrRef>" if own else ""
    return (
        f"<TxDtls><Refs>{bank}<EndToEndId>{end_to_end}</EndToEndId></Refs>"
        f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RltdPties><Dbtr><Nm>Ada Beispiel</Nm></Dbtr>{account}</RltdPties>"
        f"<RmtInf>{remittance}</RmtInf></TxDtls>"
    )


def a_credit(
    details: Iterable[str], total: Decimal | str, *, block: str = "", own: str = ""
) -> str:
    """An entry of money that came; `block` of debits in one sum."""
    bank = f"<AcctSvcrRef>{own}</AcctSvcrRef>" if own else ""
    batch = f"<Btch><PmtInfId>{block}</PmtInfId></Btch>" if block else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{total}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2026-11-20</Dt></BookgDt>{bank}"
        f"<NtryDtls>{batch}{''.join(details)}</NtryDtls></Ntry>"
    )


def an_entry(details: Iterable[str], total: Decimal | str, *, status: str = "BOOK") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{total}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>{status}</Sts>'
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd><NtryDtls>{''.join(details)}</NtryDtls></Ntry>"
    )


def a_camt(
    *entries: str,
    kind: tuple[str, str] = CAMT_054,
    version: str = "camt.054.001.02",
    account: str = "",
) -> bytes:
    root, block = kind
    text = "".join(entries)
    if not version.endswith(("02", "03")):
        text = text.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
        text = text.replace("<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>")
    own = f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>" if account else ""
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{version}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{namespace}"><{root}>'
        f"<GrpHdr><MsgId>M-1</MsgId></GrpHdr><{block}><Id>S-1</Id>{own}{text}</{block}></{root}>"
        "</Document>"
    ).encode()


def a_pain_002(
    *rejected: tuple[str, str], status: str = "RJCT", version: str = "pain.002.001.03"
) -> bytes:
    """Each a reference and a code."""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for reference, code in rejected
    )
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{version}"
    return (
        f'<Document xmlns="{namespace}"><CstmrPmtStsRpt><OrgnlPmtInfAndSts>{rows}'
        "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def an_answer(message_id: str, status: str, *, block: str = "", code: str = "FF01") -> bytes:
    """A pain.002 that speaks of a whole file, or of one block."""
    reason = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"
    group = "" if block else f"<GrpSts>{status}</GrpSts>{reason}"
    part = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{block}</OrgnlPmtInfId><PmtInfSts>{status}</PmtInfSts>"
        f"{reason}</OrgnlPmtInfAndSts>"
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message_id}</OrgnlMsgId>{group}</OrgnlGrpInfAndSts>"
        f"{part if block else ''}</CstmrPmtStsRpt></Document>"
    ).encode()
