"""Routes of collections after issue, and of the mandates that they use."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kontor_chassis.http import Page

from kontor_billing.api.callers import Accountant, Reader
from kontor_billing.model.collections import TrackedCollection
from kontor_billing.model.debit.mandate_use import MandateUse
from kontor_billing.usecases import attempts, mandate_uses
from kontor_billing.usecases.billing import Billing

Invoice = Annotated[UUID, Query(alias="invoice_id")]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["collections"])

    @routes.get("/collections")
    async def list_collections(invoice: Invoice, _caller: Reader) -> Page[TrackedCollection]:
        """Every collection of an invoice, each attempt with what became of it."""
        return Page(items=await attempts.of_invoice(billing, invoice))

    @routes.post("/collections/{collection_id}/present-again", status_code=201)
    async def present_again(collection_id: UUID, _caller: Accountant) -> TrackedCollection:
        """Ask once more for a debit that came back: by a new reference, in the next debit run."""
        return await attempts.present_again(billing, collection_id)

    @routes.get("/parties/{party_id}/mandate-uses")
    async def list_uses(party_id: UUID, _caller: Reader) -> Page[MandateUse]:
        """What banks know of the party's SEPA mandates, and which are held since a return."""
        return Page(items=await mandate_uses.of_party(billing, party_id))

    @routes.post("/parties/{party_id}/mandate-uses/{mandate_id}/release")
    async def release(party_id: UUID, mandate_id: UUID, _caller: Accountant) -> MandateUse:
        """End billing's hold after a return; the mandate's state in customers counts beside it."""
        return await mandate_uses.release_hold(billing, mandate_id, party_id)

    @routes.post("/parties/{party_id}/mandate-uses/{mandate_id}/finish")
    async def finish(party_id: UUID, mandate_id: UUID, _caller: Accountant) -> MandateUse:
        """Make the mandate's next debit its last (`FNAL`)."""
        return await mandate_uses.want_last(billing, mandate_id, party_id)

    return routes
