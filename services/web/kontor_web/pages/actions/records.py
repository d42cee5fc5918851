"""What tasks answers about actions, as the pages read it."""

from datetime import date

from kontor_contracts.tasks.action import Action
from kontor_contracts.values import LocalizedText, Value


class ActionView(Action):
    overdue: bool = False
    party_name: str = ""
    assignee_name: str = ""


class Days(Value):
    first: date
    last: date


class DayCount(Value):
    day: date
    count: int


class Calendar(Value):
    days: Days
    counts: tuple[DayCount, ...] = ()
    items: tuple[ActionView, ...] = ()


class ActionKind(Value):
    key: str
    name: LocalizedText
    active: bool = True
