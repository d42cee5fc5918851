"""An action as it is shown: with names, and whether it is overdue now."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Value

from kontor_tasks.model.calendar import is_overdue


class ActionView(Action):
    overdue: bool = False
    party_name: str = ""
    assignee_name: str = ""


class Names(Value):
    """Of parties and members, by id."""

    parties: Mapping[UUID, str]
    members: Mapping[UUID, str]


def view_of(action: Action, names: Names, now: datetime, zone: ZoneInfo) -> ActionView:
    shown = {
        "overdue": is_overdue(action, now, zone),
        "party_name": names.parties.get(action.party_id, "") if action.party_id else "",
        "assignee_name": names.members.get(action.assignee_id, "") if action.assignee_id else "",
    }
    return ActionView.model_construct(**{**dict(action), **shown})
