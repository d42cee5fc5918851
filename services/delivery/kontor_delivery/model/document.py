"""The document of an invoice: rendered once, kept for good."""

from datetime import datetime
from typing import Self

from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.delivery.delivery import Channel, DocumentIssued

from kontor_delivery.model.delivery import InvoiceDelivery
from kontor_delivery.model.states import State


class DocumentDelivery(InvoiceDelivery):
    """`pdf` and `xml` name the stored contents once it is issued."""

    sha256: str = ""
    size: int = 0
    pdf: str = ""
    xml: str = ""

    @classmethod
    def awaiting(cls, fact: InvoiceGenerated, now: datetime) -> Self:
        return cls.record(fact, Channel.DOCUMENT, state=State.PENDING, now=now)

    def issued(self, at: datetime) -> DocumentIssued:
        return DocumentIssued(
            invoice_id=self.invoice_id,
            invoice_number=self.invoice_number,
            party_id=self.party_id,
            at=at,
            sha256=self.sha256,
            size=self.size,
        )
