"""What people say about an action."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.values import Value

from kontor_tasks.model.history import Author


class Comment(Value):
    id: UUID
    action_id: UUID
    at: datetime
    author: Author
    text: str
