"""An invoice's deliveries as a story, and its mail once more."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from kontor_chassis.http import Page, Role, require, surely_once
from kontor_chassis.http.access import STAFF
from kontor_chassis.transaction import Once
from kontor_contracts.customers.party import DeliveryMethod
from pydantic import BaseModel

from kontor_delivery.api.views import DeliveryLine
from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient
from kontor_delivery.model.story import Step
from kontor_delivery.model.undelivered import Severity
from kontor_delivery.usecases import reading
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.resending import send_again

MailMethod = Literal[DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE]
OnceSent = Annotated[Once, Depends(surely_once(MailDelivery))]


class StoryView(DeliveryLine):
    """Every step of one delivery, and of a mail what became of each recipient."""

    due_at: datetime
    story: list[Step]
    recipients: list[MailRecipient]
    message_id: str


class UndeliveredView(BaseModel):
    severity: str
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    deliveries: list[DeliveryLine]


class SendAgain(BaseModel):
    method: MailMethod = DeliveryMethod.EMAIL_ATTACHMENT


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["deliveries"], dependencies=[Depends(require(*STAFF))])

    @routes.get("/invoices/{invoice_id}/deliveries")
    async def tell_story(invoice_id: UUID) -> Page[StoryView]:
        """All ways on which the invoice went, with everything that happened there."""
        found = await reading.tell_story(means, invoice_id)
        return Page(items=[StoryView.of(one) for one in found])

    @routes.get("/runs/{run_id}/undelivered")
    async def list_undelivered(run_id: UUID) -> Page[UndeliveredView]:
        """What of the run has not arrived, the worst first."""
        found = await reading.list_undelivered(means, run_id)
        return Page(
            items=[
                UndeliveredView(
                    severity=Severity(one.severity).name.lower().replace("_", "-"),
                    invoice_id=one.invoice_id,
                    invoice_number=one.invoice_number,
                    party_id=one.party_id,
                    deliveries=[DeliveryLine.of(row) for row in one.deliveries],
                )
                for one in found
            ]
        )

    @routes.post(
        "/invoices/{invoice_id}/mails",
        status_code=202,
        dependencies=[Depends(require(Role.ACCOUNTING, Role.SUPPORT))],
    )
    async def mail_again(invoice_id: UUID, asked: SendAgain, once: OnceSent) -> DeliveryLine:
        """The kept document once more, to whom the customer names as recipients today.

        Addresses that are known to take no mail are left out; `reason` names them.
        """
        return DeliveryLine.of(await send_again(means, invoice_id, asked.method, once))

    return routes
