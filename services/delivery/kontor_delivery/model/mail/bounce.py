"""Reports of mail servers that a mail did not arrive: DSNs (RFC 3464) and the common free forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

#: RFC 3463: full, too large, refused by policy. The address itself may be fine.
PASSING = re.compile(r"5\.(2\.2|3\.4|7\.\d+)")
STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
REPLY_CODE = re.compile(r"\b([45])\d\d[ -]")
MESSAGE_ID = re.compile(r"^\s*Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
#: How qmail, Exim and Postfix name an address that failed, in a line of its own.
NAMED = re.compile(
    r"^\s{0,4}<?([^\s<>:@]+@[^\s<>:]+)>?:?(.*(?:\n[ \t]+\S.*|\n(?!\s*$|\s*<).+)*)", re.MULTILINE
)
SENDERS = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
#: Words of free forms are kept up to this length.
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class BouncedAddress:
    email: str
    #: Enhanced status code; `5.0.0` or `4.0.0` where the report names none.
    status: str
    reason: str

    @property
    def is_hard(self) -> bool:
        return self.status.startswith("5") and not PASSING.fullmatch(self.status)


@dataclass(frozen=True, slots=True)
class Bounce:
    """`message_id` is that of our mail; `report_id` of the report itself."""

    report_id: str
    message_id: str
    addresses: tuple[BouncedAddress, ...]


def read_bounce(raw: bytes) -> Bounce | None:
    """The report in `raw`; None for a reply, an absence note, or anything else."""
    report = message_from_bytes(raw)
    addresses = tuple(_of_dsn(report)) or tuple(_of_free_form(report))
    message_id = _original_id(report)
    if not addresses or not message_id:
        return None
    return Bounce(str(report.get("Message-ID", "")).strip(), message_id, addresses)


def _of_dsn(report: Message) -> Iterator[BouncedAddress]:
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and (found := _of_block(block)):
                yield found


def _of_block(block: Message) -> BouncedAddress | None:
    """A per-recipient block; relayed and delivered ones are no bounces."""
    recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    action = str(block.get("Action", "")).strip().lower()
    if not recipient or action not in {"failed", "delayed"}:
        return None
    given = STATUS.search(str(block.get("Status", "")))
    status = given[1] if given else "5.0.0"
    if action == "delayed" and status.startswith("5"):
        status = "4.0.0"
    words = str(block.get("Diagnostic-Code", "")).partition(";")[2] or status
    return BouncedAddress(_address(recipient), status, _one_line(words))


def _address(recipient: str) -> str:
    """`rfc822; somebody@example.org` without its type."""
    return recipient.rpartition(";")[2].strip().strip("<>")


def _of_free_form(report: Message) -> Iterator[BouncedAddress]:
    failed = str(report.get("X-Failed-Recipients", ""))
    if not failed and not SENDERS.search(str(report.get("From", ""))):
        return
    text = _text(report)
    said = text.partition("\n---")[0]
    named = {found[1]: found[2] for found in NAMED.finditer(said)}
    for email in [one.strip() for one in failed.split(",") if one.strip()] or list(named):
        words = named.get(email) or said
        yield BouncedAddress(email, _status(words), _one_line(words))


def _status(words: str) -> str:
    if given := STATUS.search(words):
        return given[1]
    coded = REPLY_CODE.search(words)
    return f"{coded[1]}.0.0" if coded else "5.0.0"


def _original_id(report: Message) -> str:
    """From the mail that came back, whole or its head; else from what quotes it."""
    for part in report.walk():
        if part is not report and part.get("Message-ID"):
            return str(part["Message-ID"]).strip()
    found = MESSAGE_ID.search(_text(report))
    return found[1] if found else str(report.get("In-Reply-To", "")).strip()


def _text(report: Message) -> str:
    parts = (part for part in report.walk() if part.get_content_maintype() == "text")
    return "\n".join(_decoded(part) for part in parts).replace("\r\n", "\n")


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_REASON]
