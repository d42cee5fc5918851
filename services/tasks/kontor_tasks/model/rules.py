"""What a fact makes of an action: which kind, due when, for whom. Configured by the team."""

from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.tasks.action import Priority
from kontor_contracts.values import Value
from pydantic import Field

from kontor_tasks.model.kinds import Key
from kontor_tasks.model.strict import Strict
from kontor_tasks.model.text import OptionalLabel

ACCOUNTING = "accounting"


class Rule(Value):
    """Its key is the type of the fact. An inactive rule opens nothing."""

    key: str
    version: int = 0
    kind: str
    #: Working days after the day of the fact.
    working_days: int = 1
    role: str = ACCOUNTING
    assignee_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    active: bool = True


class RuleFields(Strict):
    """What the team writes about a rule."""

    read_only: ClassVar[frozenset[str]] = frozenset({"key", "version"})

    kind: Key
    working_days: Annotated[int, Field(ge=0, le=366)] = 1
    role: OptionalLabel = ""
    assignee_id: UUID | None = None
    priority: Priority = Priority.NORMAL
    active: bool = True


def with_fields(rule: Rule, fields: RuleFields) -> Rule:
    """The next version of the rule."""
    return Rule.model_validate(
        {**fields.model_dump(), "key": rule.key, "version": rule.version + 1}
    )
