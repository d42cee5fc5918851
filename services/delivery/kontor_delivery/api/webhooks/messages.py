"""The log of an endpoint, and deliveries on request."""

from uuid import UUID

from fastapi import APIRouter
from kontor_chassis.http import Page

from kontor_delivery.api.paging import Limit, moment_after, moment_cursor
from kontor_delivery.api.webhooks.endpoints import INTEGRATION
from kontor_delivery.api.webhooks.views import MessageView, Redelivered, RedeliveryInput
from kontor_delivery.model.webhooks.listing import MessageFilter, Redelivery
from kontor_delivery.model.webhooks.message import MessageState
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.webhooks import managing


def router(means: Means) -> APIRouter:
    routes = APIRouter(
        tags=["webhooks"], prefix="/webhook-endpoints/{endpoint_id}", dependencies=[INTEGRATION]
    )

    @routes.get("/messages")
    async def list_messages(
        endpoint_id: UUID,
        party_id: UUID | None = None,
        state: MessageState | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
    ) -> Page[MessageView]:
        """The newest first, each with its attempts."""
        asked = MessageFilter(
            endpoint_id=endpoint_id,
            party_id=party_id,
            state=state,
            before=moment_after(cursor),
            limit=limit,
        )
        found = await managing.list_messages(means, asked)
        last = (found[-1].recorded_at, found[-1].id) if len(found) == limit else None
        items = [MessageView.of(one) for one in found]
        return Page(items=items, next_cursor=moment_cursor(last))

    @routes.post("/redeliveries", status_code=202)
    async def deliver_again(endpoint_id: UUID, asked: RedeliveryInput) -> Redelivered:
        """Under the same ids, in order; whatever else the streams hold waits behind it."""
        wanted = Redelivery(endpoint_id=endpoint_id, **asked.model_dump())
        return Redelivered(streams=await managing.deliver_again(means, wanted))

    return routes
