"""Routes that list actions: by filter, and as a calendar."""

from typing import Annotated

from fastapi import APIRouter, Depends
from kontor_chassis.http import Page

from kontor_tasks.api.asked import filter_reader
from kontor_tasks.api.positions import write_position
from kontor_tasks.model.action_fields import Day
from kontor_tasks.model.action_view import ActionView
from kontor_tasks.model.calendar import View
from kontor_tasks.model.listing import Filter
from kontor_tasks.usecases import views
from kontor_tasks.usecases.desk import Desk


class CalendarPage(views.Calendar):
    next_cursor: str | None = None


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["actions"])
    read_filter = filter_reader(desk)

    @routes.get("/actions")
    async def list_actions(asked: Annotated[Filter, Depends(read_filter)]) -> Page[ActionView]:
        """What is due first comes first. `scope=team` means any role of the caller's."""
        found = await views.listed(desk, asked)
        return Page(items=found, next_cursor=_next(found, asked.limit))

    @routes.get("/calendar/{view}")
    async def show_calendar(
        view: View, asked: Annotated[Filter, Depends(read_filter)], day: Day | None = None
    ) -> CalendarPage:
        """The list of a month, of a week, or of thirty days from `day` on (none: today)."""
        found = await views.calendar(desk, view, day, asked)
        return CalendarPage(**dict(found), next_cursor=_next(found.items, asked.limit))

    return routes


def _next(found: list[ActionView] | tuple[ActionView, ...], limit: int) -> str | None:
    return write_position(found[-1]) if len(found) == limit else None
