"""GoCardless' webhooks, and collections by API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from kontor_chassis.http import Page, Role, limited_body, require
from kontor_chassis.http.access import STAFF
from kontor_chassis.http.paging import next_cursor, read_id_cursor
from kontor_contracts.delivery.gocardless import GocardlessStanding

from kontor_delivery.api.gocardless_views import CollectionLine, UnmatchedEvent
from kontor_delivery.api.paging import Limit
from kontor_delivery.model.gocardless.listing import PaymentFilter
from kontor_delivery.model.gocardless.payment import PaymentState
from kontor_delivery.usecases.gocardless import door, reading
from kontor_delivery.usecases.means import Means

Signature = Annotated[str, Header()]
#: 250 events, with room.
LARGEST = 1024 * 1024
BAD_SIGNATURE: dict[int | str, dict[str, object]] = {
    498: {"description": "The signature is missing or not ours"}
}


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["gocardless"], prefix="/gocardless")
    routes.include_router(_for_staff(means))

    @routes.post("/webhooks", status_code=204, responses=BAD_SIGNATURE)
    async def take_webhook(request: Request, webhook_signature: Signature = "") -> None:
        """For GoCardless alone: who signs, is let in. The same event again changes nothing."""
        body = await limited_body(request, LARGEST)
        await door.take_webhook(means, body, webhook_signature)

    return routes


def _for_staff(means: Means) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(require(*STAFF))])
    _add_listing(routes, means)
    _add_collection(routes, means)
    return routes


def _add_listing(routes: APIRouter, means: Means) -> None:
    @routes.get("/collections")
    async def list_collections(
        invoice_id: UUID | None = None,
        state: PaymentState | None = None,
        standing: GocardlessStanding | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
    ) -> Page[CollectionLine]:
        """Collections by API. `standing=refused` is what nobody will pay until somebody acts."""
        asked = PaymentFilter(
            invoice_id=invoice_id,
            state=state,
            standing=standing,
            after=read_id_cursor(cursor),
            limit=limit,
        )
        found = await reading.list_payments(means, asked)
        last = next_cursor(found, limit, lambda one: one.id)
        return Page(items=[CollectionLine.of(one) for one in found], next_cursor=last)

    @routes.get("/unmatched-events")
    async def list_unmatched_events(limit: Limit = 100) -> Page[UnmatchedEvent]:
        """Events about payments and mandates that are none of ours."""
        found = await reading.list_unmatched(means, limit)
        return Page(items=[UnmatchedEvent.of(one) for one in found])


def _add_collection(routes: APIRouter, means: Means) -> None:
    @routes.get("/collections/{collection_id}")
    async def read_collection(collection_id: UUID) -> CollectionLine:
        return CollectionLine.of(await reading.read_payment(means, collection_id))

    @routes.post(
        "/collections/{collection_id}/again",
        status_code=202,
        dependencies=[Depends(require(Role.ACCOUNTING, Role.ADMIN))],
    )
    async def ask_again(collection_id: UUID) -> CollectionLine:
        """Collect what was refused, or look what became of an open call; 409 for all others."""
        return CollectionLine.of(await reading.ask_again(means, collection_id))
