"""The mail as a message: headers that nobody can inject into, text, HTML, the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from kontor_delivery.model.mail.answers import Answer
from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient
from kontor_delivery.model.mail.texts import one_line, words_of

#: RFC 5321, section 4.5.3.1: the local part, and a whole path without its brackets.
LONGEST_LOCAL_PART = 64
LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What a mail is made of: the document's bytes or the address of a link to it, and a text."""

    pdf: bytes = b""
    link: str = ""
    #: The own organisation's text; empty: the one that comes with Kontor.
    template: str = ""


def compose(
    mail: MailDelivery, enclosure: Enclosure, *, sender: str, now: datetime
) -> EmailMessage:
    """One message for all recipients whose address can be written."""
    words = words_of(mail, link=enclosure.link, own=enclosure.template)
    message = EmailMessage(policy=SMTP if _ascii(mail, sender) else SMTPUTF8)
    message["From"] = _address(mail.content.seller, sender)
    message["To"] = _addresses(mail.addressed)
    if copied := _addresses(mail.copied):
        message["Cc"] = copied
    if mail.content.seller_email not in {"", sender}:
        message["Reply-To"] = _address(mail.content.seller, mail.content.seller_email)
    message["Subject"] = one_line(words.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    if enclosure.pdf:
        name = mail.invoice_number.replace("/", "-") + ".pdf"
        message.add_attachment(enclosure.pdf, maintype="application", subtype="pdf", filename=name)
    return message


def unwritable(recipients: Sequence[MailRecipient]) -> dict[str, Answer]:
    """Refusals, in the server's place, of addresses that no message can name."""
    wrong = Answer(553, "this is not a valid e-mail address")
    return {one.email: wrong for one in recipients if not is_writable(one.email)}


def is_writable(email: str) -> bool:
    if one_line(email) != email or len(email) > LONGEST_ADDRESS:
        return False
    ascii_only = "".join(c if c.isascii() else "x" for c in email)
    try:
        address = Address(addr_spec=ascii_only)
    except (ValueError, IndexError, MessageError):
        return False
    return bool(address.domain) and 0 < len(address.username) <= LONGEST_LOCAL_PART


def _ascii(mail: MailDelivery, sender: str) -> bool:
    return sender.isascii() and all(one.email.isascii() for one in mail.reached)


def _addresses(recipients: Sequence[MailRecipient]) -> tuple[Address, ...]:
    return tuple(_address(one.name, one.email) for one in recipients if is_writable(one.email))


def _address(name: str, email: str) -> Address:
    if email.isascii():
        return Address(display_name=one_line(name), addr_spec=email)
    local_part, _, domain = email.rpartition("@")
    return Address(display_name=one_line(name), username=local_part, domain=domain)
