"""Actions as people see them: lists, calendar, one."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kontor_chassis.clock import now
from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Value

from kontor_tasks.model.action_view import ActionView, Names, view_of
from kontor_tasks.model.calendar import Days, View, day_of, days_of, last_day_over
from kontor_tasks.model.listing import Filter, Over
from kontor_tasks.model.place import Place
from kontor_tasks.usecases.desk import Desk


class DayCount(Value):
    day: date
    count: int


class Calendar(Value):
    """The list of the view's days, cut into pages, with how many each day has in all."""

    view: View
    days: Days
    counts: tuple[DayCount, ...]
    items: tuple[ActionView, ...]


async def listed(desk: Desk, asked: Filter) -> list[ActionView]:
    """A page of the list, by due day."""
    place = await desk.place()
    return await shown(desk, await desk.actions.page(asked), place)


async def calendar(desk: Desk, view: View, day: date | None, asked: Filter) -> Calendar:
    """The same list, of the days of the view around `day`, or around today."""
    place = await desk.place()
    days = days_of(view, day or day_of(now(), place.zone))
    within = asked.model_copy(update={"due_from": days.first, "due_until": days.last})
    counts, found = await asyncio.gather(
        desk.actions.counts_by_day(within.model_copy(update={"after": None})),
        desk.actions.page(within),
    )
    return Calendar(
        view=view,
        days=days,
        counts=tuple(
            DayCount(day=date.fromisoformat(one), count=counts[one]) for one in sorted(counts)
        ),
        items=tuple(await shown(desk, found, place)),
    )


async def over_now(desk: Desk) -> Over:
    """What is overdue at this moment, where the organisation is."""
    moment = now()
    return Over(moment=moment, last_day=last_day_over(moment, (await desk.place()).zone))


async def left_members(desk: Desk) -> tuple[UUID, ...]:
    return await desk.replicas.left()


async def shown(desk: Desk, actions: Sequence[Action], place: Place) -> list[ActionView]:
    """With the names of parties and members."""
    parties = {action.party_id for action in actions if action.party_id}
    members = {action.assignee_id for action in actions if action.assignee_id}
    names = Names(
        parties=await desk.replicas.party_names(parties) if parties else {},
        members=await desk.replicas.member_names(members) if members else {},
    )
    moment = now()
    return [view_of(action, names, moment, place.zone) for action in actions]
