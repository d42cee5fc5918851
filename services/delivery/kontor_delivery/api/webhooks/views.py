"""The shapes of what is said about endpoints and messages."""

import json
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kontor_delivery.model.webhooks.endpoint import Endpoint, EndpointState
from kontor_delivery.model.webhooks.message import Attempt, Message, MessageState, Reply
from kontor_delivery.usecases.webhooks.managing import Wishes


class EndpointInput(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    url: str
    facts: list[str]

    def wishes(self) -> Wishes:
        return Wishes(self.name, self.url, self.facts)


class EndpointView(BaseModel):
    """Without its secrets: those are shown once, when they are made."""

    id: UUID
    version: int
    name: str
    url: str
    facts: list[str]
    state: EndpointState
    reason: str

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        return cls.model_validate(endpoint, from_attributes=True)


class EndpointWithSecret(EndpointView):
    secret: str

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        secret = endpoint.secrets[0].value
        return cls.model_validate({**endpoint.model_dump(), "secret": secret})


class ReplyView(BaseModel):
    """What the endpoint answered to a test; status 0 where it gave no answer."""

    accepted: bool
    status: int
    words: str
    milliseconds: int

    @classmethod
    def of(cls, reply: Reply) -> Self:
        return cls(
            accepted=reply.accepts,
            status=reply.status,
            words=reply.words,
            milliseconds=reply.milliseconds,
        )


class MessageView(BaseModel):
    webhook_id: str
    party_id: UUID
    sequence: int
    type: str
    state: MessageState
    reason: str
    attempts: list[Attempt]
    recorded_at: datetime
    payload: dict[str, object] | None

    @classmethod
    def of(cls, message: Message) -> Self:
        payload = json.loads(message.body) if message.body else None
        return cls.model_validate({**message.model_dump(exclude={"body"}), "payload": payload})


class RedeliveryInput(BaseModel):
    """One message by its id, or those of a party from sequence `first` to `last`."""

    model_config = ConfigDict(extra="forbid")

    webhook_id: str = ""
    party_id: UUID | None = None
    first: int = 1
    last: int = 0


class Redelivered(BaseModel):
    """In how many parties' streams something is sent again."""

    streams: int


class FactView(BaseModel):
    """A fact that an endpoint may choose, and when it is sent."""

    type: str
    topic: str
    description: str
