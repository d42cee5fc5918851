"""The running service, seen from outside by a signed-in accountant."""

from typing import Any, TypeVar
from uuid import UUID

import httpx
from fastapi import FastAPI
from kontor_chassis.testing import published, token_of
from kontor_chassis.tokens import KeyRing
from kontor_contracts.delivery.delivery import DeliveryEvent, FileClosed, WebhookEndpointEvent
from kontor_contracts.event import Event
from kontor_contracts.topics import DELIVERY_DELIVERY, DELIVERY_GOCARDLESS

from kontor_delivery.settings import DeliverySettings

#: JSON, of which a test knows what to expect.
Answer = dict[str, Any]
EventT = TypeVar("EventT", bound=Event)


class Service:
    """Asks over HTTP, and reads what was published."""

    def __init__(self, settings: DeliverySettings, http: FastAPI, keys: KeyRing) -> None:
        http.state.keys = keys
        self.settings = settings
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(http), base_url=settings.public_url
        )

    async def get(self, path: str, *, signed_in: bool = True, **query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token_of('accounting')}"} if signed_in else {}
        return await self._http.get(path, params=query, headers=headers)

    async def send(
        self, method: str, path: str, body: object = None, *, role: str = "admin", **headers: str
    ) -> httpx.Response:
        """A request with a JSON body; `If_Match` and the like as keyword."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        signed_in = {"Authorization": f"Bearer {token_of(role)}"}
        return await self._http.request(method, path, json=body, headers=named | signed_in)

    async def hand_in(self, path: str, content: bytes) -> httpx.Response:
        """A request with a body of bytes, by a program."""
        headers = {"Authorization": f"Bearer {token_of('integration')}"}
        return await self._http.post(path, content=content, headers=headers)

    async def take_webhook(self, body: bytes, signature: str) -> httpx.Response:
        """What GoCardless does: no access token, but a signature."""
        headers = [(b"Webhook-Signature", signature.encode("latin-1"))] if signature else []
        return await self._http.post("/gocardless/webhooks", content=body, headers=headers)

    async def delete(self, path: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token_of('accounting')}"}
        return await self._http.delete(path, headers=headers)

    async def summary(self, run_id: UUID) -> dict[str, dict[str, int]]:
        answer = await self.get(f"/runs/{run_id}/summary")
        return dict(answer.raise_for_status().json())

    async def delivery(self, run_id: UUID, channel: str) -> Answer:
        """The one delivery of a run on this channel; empty while there is none."""
        answer = await self.get("/deliveries", run_id=str(run_id), channel=channel)
        items = list(answer.raise_for_status().json()["items"])
        assert len(items) <= 1  # noqa: S101
        return dict(items[0]) if items else {}

    async def files(self, run_id: UUID) -> list[Answer]:
        answer = await self.get("/files", run_id=str(run_id))
        return list(answer.raise_for_status().json()["items"])

    async def told_of(self, kind: type[EventT], subject: UUID) -> list[EventT]:
        """The facts of one kind about an invoice or a run, published by now."""
        found = await published(self.settings, DELIVERY_DELIVERY)
        of_kind = [one for one in found if isinstance(one, kind)]
        return [one for one in of_kind if subject in _subjects(one)]

    async def told_of_flow(self, kind: type[EventT], file_id: UUID) -> list[EventT]:
        """The facts of one kind about a flow, in order."""
        found = await published(self.settings, DELIVERY_DELIVERY)
        return [one for one in found if isinstance(one, kind) and one.subject == str(file_id)]

    async def told_by_gocardless(self, kind: type[EventT], subject: object) -> list[EventT]:
        """The facts of one kind about a collection or mandate, in order."""
        found = await published(self.settings, DELIVERY_GOCARDLESS)
        return [one for one in found if isinstance(one, kind) and one.subject == str(subject)]

    async def told_of_endpoint(self, endpoint_id: UUID) -> list[WebhookEndpointEvent]:
        """The facts about a partner's endpoint, in order."""
        found = await published(self.settings, DELIVERY_DELIVERY)
        about = [one for one in found if isinstance(one, WebhookEndpointEvent)]
        return [one for one in about if one.endpoint_id == endpoint_id]


def _subjects(event: Event) -> set[UUID | None]:
    if isinstance(event, FileClosed):
        return {event.run_id}
    return {event.invoice_id} if isinstance(event, DeliveryEvent) else set()
