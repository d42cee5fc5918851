"""What a pain.002 says of a whole file or block."""

from collections.abc import Iterator

from lxml import etree

from kontor_billing.gateways.xml_paths import every, find, first_text, text_of
from kontor_billing.model.incoming import FileAnswer

#: ISO 20022 statuses: checked, taken, being settled. None of them is money.
ACCEPTED = {"ACTC", "ACCP", "ACSP", "ACWC", "ACSC"}
REJECTED = "RJCT"


def answers_of(report: etree._Element) -> Iterator[FileAnswer]:
    """A rejection without transactions means all of them; those that are listed speak alone."""
    group = find(report, "OrgnlGrpInfAndSts")
    message_id = "" if group is None else text_of(group, "OrgnlMsgId")
    blocks = list(every(report, "OrgnlPmtInfAndSts"))
    status = "" if group is None else text_of(group, "GrpSts")
    if group is not None and status in ACCEPTED:
        yield FileAnswer(message_id=message_id, accepted=True)
    if group is not None and status == REJECTED and not any(map(_has_parts, [report, *blocks])):
        yield _rejection(message_id, "", group)
        return
    for block in blocks:
        if text_of(block, "PmtInfSts") == REJECTED and not _has_parts(block):
            yield _rejection(message_id, text_of(block, "OrgnlPmtInfId"), block)


def _has_parts(element: etree._Element) -> bool:
    return find(element, "TxInfAndSts") is not None


def _rejection(message_id: str, block: str, element: etree._Element) -> FileAnswer:
    return FileAnswer(
        message_id=message_id,
        block=block,
        accepted=False,
        code=first_text(element, "StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry"),
        text=text_of(element, "StsRsnInf/AddtlInf"),
    )
