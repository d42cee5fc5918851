"""The tasks service, as far as the command line uses it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from kontor_contracts.tasks.action import Action, ActionState

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

TASKS = Service.TASKS


class ShownAction(Action):
    """With the names that people know."""

    overdue: bool = False
    party_name: str = ""
    assignee_name: str = ""


class View(StrEnum):
    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


class TasksApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def actions(self, **filters: str) -> Iterator[ShownAction]:
        """The list over all customers, by due day."""
        return self._session.pages(TASKS, "/actions", ShownAction, **filters)

    def calendar(self, view: View, day: date | None) -> Iterator[ShownAction]:
        """The list of a view's days, around `day` or today."""
        asked = {"day": day.isoformat()} if day else {}
        return self._session.pages(TASKS, f"/calendar/{view}", ShownAction, **asked)

    def plan(self, fields: dict[str, object]) -> ShownAction:
        key = {"Idempotency-Key": str(uuid4())}
        response = self._session.send("POST", TASKS, "/actions", json=fields, headers=key)
        return ShownAction.model_validate_json(response.content)

    def move(self, action_id: UUID, state: ActionState, comment: str) -> ShownAction:
        return self._step(action_id, "move", {"state": state, "comment": comment})

    def hand_over(self, action_id: UUID, to: dict[str, object]) -> ShownAction:
        return self._step(action_id, "hand-over", to)

    def _step(self, action_id: UUID, step: str, body: dict[str, object]) -> ShownAction:
        """From the version that is there now."""
        path = f"/actions/{action_id}"
        version = self._session.get(TASKS, path, ShownAction).version
        seen = {"If-Match": f'"{version}"'}
        response = self._session.send("POST", TASKS, f"{path}/{step}", json=body, headers=seen)
        return ShownAction.model_validate_json(response.content)
