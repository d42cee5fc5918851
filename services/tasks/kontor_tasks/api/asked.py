"""The filters of the list and the calendar, read from the query."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from kontor_chassis.http import Caller
from kontor_contracts.tasks.action import ActionState
from kontor_contracts.values import Value

from kontor_tasks.api.callers import Cursor, Limit, Worker, member_of
from kontor_tasks.api.positions import read_position
from kontor_tasks.model.action_fields import Day
from kontor_tasks.model.kinds import Key
from kontor_tasks.model.listing import Filter, Scope
from kontor_tasks.usecases import views
from kontor_tasks.usecases.desk import Desk


class Narrowing(Value):
    """What people narrow lists by; all hold at once."""

    #: Any part of the title.
    q: str = ""
    scope: Scope | None = None
    state: ActionState | None = None
    unfinished: bool = False
    overdue: bool = False
    #: Unfinished ones whose doer has left, or that have none.
    to_assign: bool = False
    kind: Key | None = None
    party_id: UUID | None = None
    folder_id: UUID | None = None
    assignee_id: UUID | None = None
    role: str | None = None
    due_from: date | None = None
    due_until: date | None = None


def narrowing(  # noqa: PLR0913  # one per filter
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    scope: Scope | None = None,
    state: ActionState | None = None,
    unfinished: bool = False,
    overdue: bool = False,
    to_assign: bool = False,
    kind: Key | None = None,
    party_id: UUID | None = None,
    folder_id: UUID | None = None,
    assignee_id: UUID | None = None,
    role: Annotated[str | None, Query(max_length=70)] = None,
    due_from: Day | None = None,
    due_until: Day | None = None,
) -> Narrowing:
    return Narrowing(
        q=q,
        scope=scope,
        state=state,
        unfinished=unfinished,
        overdue=overdue,
        to_assign=to_assign,
        kind=kind,
        party_id=party_id,
        folder_id=folder_id,
        assignee_id=assignee_id,
        role=role,
        due_from=due_from,
        due_until=due_until,
    )


def filter_reader(desk: Desk) -> Callable[..., Awaitable[Filter]]:
    """A dependency: the filter that the query and the caller make."""

    async def read(
        asked: Annotated[Narrowing, Depends(narrowing)],
        caller: Worker,
        cursor: Cursor = None,
        limit: Limit = 100,
    ) -> Filter:
        return Filter(
            title=asked.q.strip(),
            state=asked.state,
            unfinished=asked.unfinished,
            kind=asked.kind or "",
            party_id=asked.party_id,
            folder_id=asked.folder_id,
            assignee_id=_assignee(asked, caller),
            roles=_roles(asked, caller),
            due_from=asked.due_from,
            due_until=asked.due_until,
            overdue=await views.over_now(desk) if asked.overdue else None,
            without_doer=await views.left_members(desk) if asked.to_assign else None,
            after=read_position(cursor),
            limit=limit,
        )

    return read


def _assignee(asked: Narrowing, caller: Caller) -> UUID | None:
    return member_of(caller) if asked.scope is Scope.MINE else asked.assignee_id


def _roles(asked: Narrowing, caller: Caller) -> tuple[str, ...] | None:
    if asked.role is not None:
        return (asked.role,)
    return tuple(sorted(caller.roles)) if asked.scope is Scope.TEAM else None
