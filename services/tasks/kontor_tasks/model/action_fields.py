"""What people write about an action."""

from datetime import UTC, date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.tasks.action import ActionState, Priority
from pydantic import AfterValidator, AwareDatetime, Field

from kontor_tasks.model.strict import Strict
from kontor_tasks.model.text import Message, OptionalLabel, Paragraph, Title

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


def _whole_milliseconds(moment: datetime) -> datetime:
    """As the database keeps it."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 2, tzinfo=UTC), le=datetime(2199, 12, 30, tzinfo=UTC)),
    AfterValidator(_whole_milliseconds),
]


class ActionFields(Strict):
    """The due day is needed, or a moment: then the day is that of the moment."""

    read_only: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "version",
            "state",
            "installation_id",
            "installation_task",
            "overdue_since",
            "changed_at",
            "overdue",
            "party_name",
            "assignee_name",
        }
    )

    kind: Annotated[str, Field(max_length=40)] = "task"
    title: Title
    description: Paragraph = ""
    due_on: Day | None = None
    due_at: Moment | None = None
    priority: Priority = Priority.NORMAL
    party_id: UUID | None = None
    folder_id: UUID | None = None
    invoice_id: UUID | None = None
    role: OptionalLabel = ""
    assignee_id: UUID | None = None


class Move(Strict):
    """Another state, and why."""

    state: ActionState
    comment: Paragraph = ""


class HandOver(Strict):
    """To a member, to a role, or to both: the member then does it for the role."""

    assignee_id: UUID | None = None
    role: OptionalLabel = ""
    comment: Paragraph = ""


class CommentFields(Strict):
    text: Message
