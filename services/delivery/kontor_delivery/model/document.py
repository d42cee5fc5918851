"""The document of an invoice: rendered once, kept for good."""

from datetime import datetime
from typing import Self

from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.delivery.delivery import Channel, DocumentIssued

from kontor_delivery.model.delivery import Delivery, InvoiceDelivery
from kontor_delivery.model.states import State


class KeptDocument(Delivery):
    """`pdf` and `xml` name the stored contents once it is issued."""

    sha256: str = ""
    size: int = 0
    pdf: str = ""
    xml: str = ""

    def issued(self, at: datetime) -> DocumentIssued:
        return DocumentIssued(
            invoice_id=self.invoice_id,
            invoice_number=self.invoice_number,
            party_id=self.party_id,
            at=at,
            sha256=self.sha256,
            size=self.size,
        )


class DocumentDelivery(InvoiceDelivery, KeptDocument):
    """The same with the invoice that it is made from."""

    @classmethod
    def awaiting(cls, fact: InvoiceGenerated, now: datetime) -> Self:
        return cls.record(fact, Channel.DOCUMENT, state=State.PENDING, now=now)
