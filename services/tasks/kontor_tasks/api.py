"""Door 1: HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from kontor_chassis.http import Page, require
from kontor_chassis.http.access import STAFF
from kontor_chassis.http.paging import read_cursor, write_cursor
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.tasks.action import Action, ActionState

from kontor_tasks.model.listing import Filter
from kontor_tasks.usecases import Tasks

Limit = Annotated[int, Query(ge=1, le=500)]


def router(tasks: Tasks) -> APIRouter:
    routes = APIRouter(tags=["actions"], dependencies=[Depends(require(*STAFF))])

    @routes.get("/actions")
    async def list_actions(
        state: ActionState | None = None,
        party_id: UUID | None = None,
        cursor: str | None = None,
        limit: Limit = 100,
    ) -> Page[Action]:
        """What is due first comes first."""
        asked = Filter(state=state, party_id=party_id, after=_after(cursor), limit=limit)
        found = await tasks.list_actions(asked)
        more = len(found) == limit
        return Page(items=found, next_cursor=_cursor(found[-1]) if more else None)

    @routes.get("/actions/{action_id}")
    async def read_action(action_id: UUID) -> Action:
        """One action; 404 when there is none."""
        return await tasks.read_action(action_id)

    return routes


def _cursor(action: Action) -> str:
    return write_cursor(f"{action.due_on} {action.id}")


def _after(cursor: str | None) -> tuple[date, UUID] | None:
    if cursor is None:
        return None
    due_on, _, identity = read_cursor(cursor).partition(" ")
    try:
        return date.fromisoformat(due_on), UUID(identity)
    except ValueError as error:
        raise InvalidInputError("the cursor is not one of ours") from error
