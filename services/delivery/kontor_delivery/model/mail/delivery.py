"""The mail of one invoice, with all its recipients."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from kontor_contracts.billing.invoice import CollectionWay, Invoice, InvoiceGenerated, Recipient
from kontor_contracts.customers.party import DeliveryMethod, RecipientRole
from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.values import Amount, CurrencyCode, Language, Value

from kontor_delivery.model.delivery import Delivery, delivery_id
from kontor_delivery.model.states import State

METHODS = frozenset({DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE})


class MailContent(Value):
    """What a mail says of its invoice."""

    number: str
    seller: str
    seller_email: str
    issued_on: date
    due_on: date
    gross: Amount
    currency: CurrencyCode
    language: Language
    #: Everything is collected by us: nobody has to pay by hand.
    collected: bool

    @classmethod
    def of(cls, invoice: Invoice) -> Self:
        return cls(
            number=invoice.number,
            seller=invoice.seller.name,
            seller_email=invoice.seller.email,
            issued_on=invoice.issued_on,
            due_on=invoice.due_on,
            gross=invoice.totals.gross,
            currency=invoice.currency,
            language=invoice.language,
            collected=all(one.way is not CollectionWay.TRANSFER for one in invoice.collections),
        )


class RecipientState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: No longer an active contact when the mail was sent, or known to take no mail.
    DROPPED = "dropped"
    #: The server took the mail, and some server behind it did not.
    BOUNCED = "bounced"


class MailRecipient(Recipient):
    """A recipient frozen at issue, and what became of the mail for them."""

    state: RecipientState = RecipientState.PENDING
    words: str = ""
    #: Enhanced status code of a bounce.
    status: str = ""
    soft_bounces: int = 0


class MailDelivery(Delivery):
    """`queued_at` is when the document was there: patience is counted from it."""

    content: MailContent
    recipients: tuple[MailRecipient, ...]
    message_id: str
    #: Secret of the link that a notice carries.
    link: str = ""
    queued_at: datetime
    #: When it is this mail's turn at the domains that it goes to, where they have a limit.
    turn_at: datetime | None = None
    #: Message-IDs of the bounces that were counted.
    reports: tuple[str, ...] = ()

    @property
    def pending(self) -> tuple[MailRecipient, ...]:
        return tuple(one for one in self.recipients if one.state is RecipientState.PENDING)

    @property
    def reached(self) -> tuple[MailRecipient, ...]:
        """Those whom the headers name; an address that the server cannot take would stop all."""
        return tuple(
            one
            for one in self.recipients
            if one.state is not RecipientState.DROPPED
            and (one.email.isascii() or one.state is not RecipientState.REFUSED)
        )

    @property
    def language(self) -> Language:
        """Of the first contact addressed."""
        return self.addressed[0].language if self.reached else self.content.language

    @property
    def addressed(self) -> tuple[MailRecipient, ...]:
        """The recipients of the To line; a copy alone is addressed directly."""
        return self._in_role(RecipientRole.TO) or self.reached

    @property
    def copied(self) -> tuple[MailRecipient, ...]:
        return self._in_role(RecipientRole.CC) if self._in_role(RecipientRole.TO) else ()

    def _in_role(self, role: RecipientRole) -> tuple[MailRecipient, ...]:
        return tuple(one for one in self.reached if one.role is role)


def mail_of(
    fact: InvoiceGenerated, method: DeliveryMethod, *, domain: str, now: datetime
) -> MailDelivery:
    """The mail of a fixed invoice; it waits for the document."""
    invoice = fact.invoice
    identity = delivery_id(invoice.id, Channel.EMAIL)
    recipients = _distinct(fact.delivery.recipients)
    return MailDelivery(
        id=identity,
        channel=Channel.EMAIL,
        state=State.AWAITING_DOCUMENT,
        invoice_id=invoice.id,
        invoice_number=invoice.number,
        party_id=invoice.party_id,
        run_id=invoice.run_id,
        method=method,
        to=tuple(one.email for one in recipients),
        due_at=now,
        queued_at=now,
        content=MailContent.of(invoice),
        recipients=recipients,
        message_id=f"<{identity}@{domain}>",
    )


def _distinct(recipients: Sequence[Recipient]) -> tuple[MailRecipient, ...]:
    """One mailbox gets one copy, in the first role it was named with."""
    first = {one.email.casefold(): one for one in reversed(recipients)}
    chosen = sorted(first.values(), key=recipients.index)
    return tuple(MailRecipient(**one.model_dump()) for one in chosen)
