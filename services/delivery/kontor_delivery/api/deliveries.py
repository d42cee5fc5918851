"""What became of each invoice, and of a run as a whole."""

from uuid import UUID

from fastapi import APIRouter, Depends
from kontor_chassis.http import Page, require
from kontor_chassis.http.access import STAFF
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.api.paging import Limit, after, next_cursor
from kontor_delivery.api.views import DeliveryLine, Summary
from kontor_delivery.model.listing import Filter
from kontor_delivery.model.states import Outcome, State, states_of
from kontor_delivery.usecases import reading
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["deliveries"], dependencies=[Depends(require(*STAFF))])

    @routes.get("/runs/{run_id}/summary")
    async def read_summary(run_id: UUID) -> Summary:
        """How many documents, mails and files of a billing run are done, failed or waiting."""
        found = await reading.run_figures(means, run_id)
        return Summary(
            documents=found.documents,
            mails=found.mails,
            chorus_pro=found.archives,
            gocardless=found.exports,
        )

    @routes.get("/deliveries")
    async def list_deliveries(
        run_id: UUID | None = None,
        channel: Channel | None = None,
        state: Outcome | State | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
    ) -> Page[DeliveryLine]:
        """In the order of invoice numbers. `state` is one state, or `waiting`, `done`, `failed`."""
        states = states_of(state) if state else tuple(State)
        asked = Filter(
            run_id=run_id, channel=channel, states=states, after=after(cursor), limit=limit
        )
        found = await reading.list_deliveries(means, asked)
        return Page(
            items=[DeliveryLine.of(one) for one in found], next_cursor=next_cursor(found, limit)
        )

    return routes
