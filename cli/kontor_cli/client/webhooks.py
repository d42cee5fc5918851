"""Partners' endpoints: who is told what, and what became of each message."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from kontor_contracts.values import Value

from kontor_cli.client.session import Session
from kontor_cli.settings import Service

DELIVERY, PATH = Service.DELIVERY, "/webhook-endpoints"


class Endpoint(Value):
    id: UUID
    version: int
    name: str
    url: str
    facts: tuple[str, ...]
    state: str
    reason: str = ""


class SecretEndpoint(Endpoint):
    """`secret` is told this once."""

    secret: str


class Fact(Value):
    """Something that a partner can be told."""

    type: str
    topic: str
    description: str


class Message(Value):
    """A fact on its way to a partner; `sequence` counts those of one customer."""

    webhook_id: str
    party_id: UUID
    sequence: int
    type: str
    state: str
    reason: str = ""


class Reply(Value):
    """What the partner's address answered to a trial."""

    accepted: bool
    status: int
    words: str
    milliseconds: int


class Redelivered(Value):
    streams: int


class WebhooksApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def endpoints(self) -> list[Endpoint]:
        return list(self._session.pages(DELIVERY, PATH, Endpoint))

    def facts(self) -> Iterator[Fact]:
        return self._session.pages(DELIVERY, f"{PATH}/facts", Fact)

    def add(self, fields: dict[str, object]) -> SecretEndpoint:
        headers = {"Idempotency-Key": str(uuid4())}
        answer = self._session.send("POST", DELIVERY, PATH, json=fields, headers=headers)
        return SecretEndpoint.model_validate_json(answer.content)

    def change(self, endpoint: Endpoint, **changes: object) -> Endpoint:
        """RequestRefusedError when somebody has changed it meanwhile."""
        before = {"name": endpoint.name, "url": endpoint.url, "facts": list(endpoint.facts)}
        seen = {"If-Match": f'"{endpoint.version}"'}
        answer = self._session.send(
            "PUT", DELIVERY, f"{PATH}/{endpoint.id}", json=before | changes, headers=seen
        )
        return Endpoint.model_validate_json(answer.content)

    def remove(self, endpoint_id: UUID) -> None:
        self._session.send("DELETE", DELIVERY, f"{PATH}/{endpoint_id}")

    def switch(self, endpoint_id: UUID, *, on: bool) -> Endpoint:
        answer = self._step(endpoint_id, "enable" if on else "disable")
        return Endpoint.model_validate_json(answer)

    def new_secret(self, endpoint_id: UUID) -> SecretEndpoint:
        return SecretEndpoint.model_validate_json(self._step(endpoint_id, "secret"))

    def test(self, endpoint_id: UUID) -> Reply:
        return Reply.model_validate_json(self._step(endpoint_id, "test"))

    def messages(self, endpoint_id: UUID, **conditions: str) -> Iterator[Message]:
        path = f"{PATH}/{endpoint_id}/messages"
        return self._session.pages(DELIVERY, path, Message, **conditions)

    def redeliver(self, endpoint_id: UUID, wanted: dict[str, object]) -> Redelivered:
        path = f"{PATH}/{endpoint_id}/redeliveries"
        return self._session.post(DELIVERY, path, Redelivered, wanted)

    def _step(self, endpoint_id: UUID, step: str) -> bytes:
        return self._session.send("POST", DELIVERY, f"{PATH}/{endpoint_id}/{step}").content
