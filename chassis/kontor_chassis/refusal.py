"""What another system is told of a message that could not be taken."""

from kontor_contracts.inbound import InboundRefused

from kontor_chassis.clock import now
from kontor_chassis.message import Message

LONGEST_REASON = 2000


def refusal(message: Message, reason: str, *, service: str) -> InboundRefused:
    """Names the message by all that can be read of it."""
    headers = {name: value.decode(errors="replace") for name, value in message.headers}
    return InboundRefused(
        service=service,
        refused_topic=message.topic.name,
        partition=message.partition,
        offset=message.offset,
        refused_key=message.key or "",
        refused_id=headers.get("ce_id", ""),
        refused_source=headers.get("ce_source", ""),
        refused_type=headers.get("ce_type", ""),
        reason=reason[:LONGEST_REASON],
        refused_at=now(),
    )


def service_of(group: str) -> str:
    """Groups are named after their service: `delivery.email`."""
    return group.partition(".")[0]
