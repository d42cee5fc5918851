"""Under which trace others hear of something."""

from kontor_chassis.backup.topics import reaches, records
from kontor_contracts.envelope import read_envelope
from kontor_contracts.topic import Topic
from kontor_contracts.topics import DELIVERY_DELIVERY

from kontor_delivery.testing.service import Service

#: A `traceparent` as a request would bring it.
TRACE = f"00-{'7' * 32}-{'a' * 16}-01"


async def traced(service: Service, words: object, topic: Topic = DELIVERY_DELIVERY) -> str | None:
    """The trace of the last fact that has these words; None while there is none."""
    settings, found = service.settings, None
    ends = (await reaches(settings, [topic]))[topic.name].ends
    async for record in records(settings, topic, ends):
        if f"{words}".encode() in (record.value or b""):
            found = read_envelope(record.headers).traceparent
    return found
