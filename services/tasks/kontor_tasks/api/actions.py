"""Routes of one action."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import etag, once
from kontor_chassis.transaction import Once

from kontor_tasks.api.callers import SeenVersion, Worker, author_of
from kontor_tasks.model.action_fields import ActionFields, HandOver, Move
from kontor_tasks.model.action_view import ActionView
from kontor_tasks.usecases import actions, views
from kontor_tasks.usecases.desk import Desk

OnceAction = Annotated[Once | None, Depends(once(ActionView))]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["actions"])
    _add_fields(routes, desk)
    _add_steps(routes, desk)
    return routes


def _add_fields(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/actions", status_code=201)
    async def plan_action(
        fields: ActionFields, caller: Worker, key: OnceAction, response: Response
    ) -> ActionView:
        """Enter an action: title and due day are enough."""
        action = await actions.plan(desk, fields, author=author_of(caller), once=key)
        response.headers["Location"] = f"/actions/{action.id}"
        return _tagged(response, action)

    @routes.get("/actions/{action_id}")
    async def read_action(action_id: UUID, _caller: Worker, response: Response) -> ActionView:
        """One action; 404 when there is none."""
        found = await actions.known_action(desk, action_id)
        return _tagged(response, (await views.shown(desk, [found], await desk.place()))[0])

    @routes.put("/actions/{action_id}")
    async def change_action(
        action_id: UUID, fields: ActionFields, caller: Worker, seen: SeenVersion, response: Response
    ) -> ActionView:
        """Replace the action's fields; If-Match names the version that was read."""
        author = author_of(caller)
        return _tagged(
            response, await actions.change(desk, action_id, fields, seen=seen, author=author)
        )


def _add_steps(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/actions/{action_id}/move")
    async def move_action(
        action_id: UUID, to: Move, caller: Worker, seen: SeenVersion, response: Response
    ) -> ActionView:
        """Start it, let it wait, finish it; a finished one can be opened again."""
        author = author_of(caller)
        return _tagged(response, await actions.move(desk, action_id, to, seen=seen, author=author))

    @routes.post("/actions/{action_id}/hand-over")
    async def hand_action_over(
        action_id: UUID, to: HandOver, caller: Worker, seen: SeenVersion, response: Response
    ) -> ActionView:
        """Give it to another member or role, with a word on why."""
        author = author_of(caller)
        return _tagged(
            response, await actions.hand_over(desk, action_id, to, seen=seen, author=author)
        )


def _tagged(response: Response, action: ActionView) -> ActionView:
    response.headers.update(etag(action.version))
    return action
