"""Routes of payment details."""

from uuid import UUID

from fastapi import APIRouter, Response
from kontor_chassis.http import Caller, etag
from kontor_contracts.customers.payment import PaymentDetails

from kontor_customers.api.callers import SEES_IBANS, Accountant, Reader, SeenVersion, author_of
from kontor_customers.model.payment import with_masked_ibans
from kontor_customers.model.payment_fields import PaymentFields
from kontor_customers.usecases import payment
from kontor_customers.usecases.books import Books


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["payment"])

    @routes.get("/parties/{party_id}/payment")
    async def read_payment(party_id: UUID, caller: Reader, response: Response) -> PaymentDetails:
        """How the party pays; whole IBANs for accounting alone."""
        return _shown(await payment.read(books, party_id), caller, response)

    @routes.put("/parties/{party_id}/payment")
    async def change_payment(
        party_id: UUID,
        fields: PaymentFields,
        caller: Accountant,
        seen: SeenVersion,
        response: Response,
    ) -> PaymentDetails:
        """Replace the payment details; If-Match names the version that was read."""
        changed = await payment.change(books, party_id, fields, seen=seen, author=author_of(caller))
        return _shown(changed, caller, response)

    return routes


def _shown(details: PaymentDetails, caller: Caller, response: Response) -> PaymentDetails:
    response.headers.update(etag(details.version))
    return details if SEES_IBANS & caller.roles else with_masked_ibans(details)
