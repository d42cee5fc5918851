"""*Ereignisse → Aktionen*: month, week and agenda, of everybody or of the person alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from kontor_contracts.values import Value

from kontor_web.access import SignedIn
from kontor_web.pages.actions.records import ActionView, Calendar
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()
WEEK = timedelta(days=7)
LIMIT = "500"


class View(StrEnum):
    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


class Asked(Value):
    day: date | None = None
    scope: str = ""
    overdue: str = ""


@dataclass(frozen=True)
class Desk:
    """The calendar's address, and where its links lead."""

    view: View
    asked: Asked
    first: date
    last: date

    def to(self, view: View | str, day: date | None = None, **changes: str) -> str:
        kept = {"scope": self.asked.scope, "overdue": self.asked.overdue, **changes}
        given = {"day": day.isoformat() if day else "", **kept}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/actions/{view}" + (f"?{query}" if query else "")

    @property
    def is_overdue_list(self) -> bool:
        """What is overdue lies before every agenda: it is shown by itself, from whenever it is."""
        return self.view is View.AGENDA and bool(self.asked.overdue)

    @property
    def same(self) -> date | None:
        return self.asked.day

    @property
    def middle(self) -> date:
        return self.first + (self.last - self.first) / 2

    @property
    def before(self) -> str:
        return self.to(self.view, self._step(-1))

    @property
    def after(self) -> str:
        return self.to(self.view, self._step(1))

    def _step(self, by: int) -> date:
        match self.view:
            case View.MONTH:
                return self.middle.replace(day=15) + by * timedelta(days=30)
            case View.WEEK:
                return self.first + by * WEEK
        return self.first + by * timedelta(days=30)


@routes.get("/actions")
async def begin(_person: SignedIn) -> Response:
    return redirected("/actions/agenda")


@routes.get("/actions/{view}")
async def show(
    request: Request, view: View, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    params = {
        "day": asked.day.isoformat() if asked.day else "",
        "scope": asked.scope,
        "overdue": asked.overdue,
        "unfinished": "true" if view is View.AGENDA else "",
        "limit": LIMIT,
    }
    answer = await person.ask(Service.TASKS, f"/calendar/{view}", Calendar, **params)
    overdue = await person.list(
        Service.TASKS, "/actions", ActionView, overdue="true", scope=asked.scope, limit=LIMIT
    )
    desk = Desk(view, asked, answer.days.first, answer.days.last)
    items = overdue.items if desk.is_overdue_list else answer.items
    return page(
        request,
        f"actions/{view}.html",
        desk=desk,
        by_day=_by_day(items),
        weeks=list(_weeks(answer)),
        overdue=overdue.items,
        today=date.today(),  # noqa: DTZ011  # only marks a cell
    )


def _by_day(found: Iterable[ActionView]) -> Mapping[date, list[ActionView]]:
    days: dict[date, list[ActionView]] = {}
    for action in found:
        days.setdefault(action.due_on, []).append(action)
    return days


def _weeks(found: Calendar) -> Iterator[list[date]]:
    monday = found.days.first - timedelta(days=found.days.first.weekday())
    while monday <= found.days.last:
        yield [monday + timedelta(days=number) for number in range(7)]
        monday += WEEK
