"""What people ask the log of an endpoint for."""

from datetime import datetime
from uuid import UUID

from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Value

from kontor_delivery.model.webhooks.message import MessageState


class MessageFilter(Value):
    """`before` is the last line of the page before."""

    endpoint_id: UUID
    party_id: UUID | None = None
    state: MessageState | None = None
    before: tuple[datetime, UUID] | None = None
    limit: int = 100


class Redelivery(Value):
    """One message by its id, or a party's from one place in the order to another."""

    endpoint_id: UUID
    webhook_id: str = ""
    party_id: UUID | None = None
    first: int = 1
    last: int = 0

    def checked(self) -> "Redelivery":
        by_range = self.party_id is not None and self.first <= self.last
        if bool(self.webhook_id) != by_range:
            return self
        raise InvalidInputError(
            "say what to deliver again",
            fields=[
                FieldError(
                    "webhook_id", "required",
                    "Name one message by webhook_id, or party_id with first and last.",
                )
            ],
        )  # fmt: skip
