"""Everything that happened to a delivery, in order."""

from datetime import datetime
from typing import Self

from kontor_contracts.values import Value

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.mail.delivery import MailRecipient
from kontor_delivery.model.states import State

#: Of a long story the newest part is kept.
KEPT_STEPS = 100


class Step(Value):
    at: datetime
    state: State
    code: str = ""
    reason: str = ""

    @classmethod
    def of(cls, delivery: Delivery, at: datetime) -> Self:
        return cls(at=at, state=delivery.state, code=delivery.code, reason=delivery.reason)


class Told(Delivery):
    """A delivery with its story; of a mail also what became of each recipient."""

    story: tuple[Step, ...] = ()
    recipients: tuple[MailRecipient, ...] = ()
    message_id: str = ""
