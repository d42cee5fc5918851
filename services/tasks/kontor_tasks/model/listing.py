"""What a list of actions is narrowed to."""

from datetime import date
from uuid import UUID

from kontor_contracts.tasks.action import ActionState
from kontor_contracts.values import Value


class Filter(Value):
    """`after` is the due day and id of the last action of the page before."""

    state: ActionState | None = None
    party_id: UUID | None = None
    after: tuple[date, UUID] | None = None
    limit: int = 100
