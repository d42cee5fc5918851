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


def an_entry(details: Iterable[str], total: Decimal | str, *, status: str = "BOOK") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{total}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>{status}</Sts>'
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd><NtryDtls>{''.join(details)}</NtryDtls></Ntry>"
    )


def a_camt(
    *entries: str, kind: tuple[str, str] = CAMT_054, version: str = "camt.054.001.02"
) -> bytes:
    root, block = kind
    text = "".join(entries)
    if not version.endswith(("02", "03")):
        text = text.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
        text = text.replace("<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>")
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{version}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{namespace}"><{root}>'
        f"<GrpHdr><MsgId>M-1</MsgId></GrpHdr><{block}><Id>S-1</Id>{text}</{block}></{root}>"
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
