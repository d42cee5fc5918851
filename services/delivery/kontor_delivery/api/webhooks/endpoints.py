"""Endpoints of partners."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, Role, etag, if_match, once, require
from kontor_chassis.transaction import Once

from kontor_delivery.api.webhooks.views import (
    EndpointInput,
    EndpointView,
    EndpointWithSecret,
    FactView,
    ReplyView,
)
from kontor_delivery.gateways.webhook_sender import WebhookSender
from kontor_delivery.model.webhooks.catalogue import public_facts
from kontor_delivery.model.webhooks.endpoint import Endpoint
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.webhooks import managing

INTEGRATION = Depends(require(Role.INTEGRATION))
OnceOpened = Annotated[Once | None, Depends(once(Endpoint))]
Seen = Annotated[int | None, Depends(if_match)]


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["webhooks"], prefix="/webhook-endpoints", dependencies=[INTEGRATION])
    _reading(routes, means)
    _changing(routes, means)
    _secrets_and_tests(routes, means)
    return routes


def _reading(routes: APIRouter, means: Means) -> None:
    @routes.get("")
    async def list_endpoints() -> Page[EndpointView]:
        found = await managing.list_endpoints(means)
        return Page(items=[EndpointView.of(one) for one in found])

    @routes.get("/facts")
    async def list_facts() -> Page[FactView]:
        """What an endpoint may choose from."""
        facts = [
            FactView(type=name, topic=one.topic.name, description=one.__doc__ or "")
            for name, one in public_facts().items()
        ]
        return Page(items=facts)

    @routes.get("/{endpoint_id}")
    async def read_endpoint(endpoint_id: UUID, response: Response) -> EndpointView:
        found = await managing.read_endpoint(means, endpoint_id)
        response.headers.update(etag(found.version))
        return EndpointView.of(found)


def _changing(routes: APIRouter, means: Means) -> None:
    @routes.post("", status_code=201)
    async def open_endpoint(
        asked: EndpointInput, response: Response, once: OnceOpened
    ) -> EndpointWithSecret:
        """The answer alone shows the secret."""
        opened = await managing.open_endpoint(means, asked.wishes(), once)
        response.headers.update(etag(opened.version))
        return EndpointWithSecret.of(opened)

    @routes.put("/{endpoint_id}")
    async def change_endpoint(
        endpoint_id: UUID, asked: EndpointInput, response: Response, seen: Seen
    ) -> EndpointView:
        changed = await managing.change_endpoint(means, endpoint_id, asked.wishes(), seen)
        response.headers.update(etag(changed.version))
        return EndpointView.of(changed)

    @routes.delete("/{endpoint_id}", status_code=204)
    async def close_endpoint(endpoint_id: UUID) -> None:
        """With everything that it was still to get, and its log."""
        await managing.close_endpoint(means, endpoint_id)

    @routes.post("/{endpoint_id}/enable")
    async def enable_endpoint(endpoint_id: UUID) -> EndpointView:
        """What has waited goes out, in order."""
        return EndpointView.of(await managing.enable_endpoint(means, endpoint_id))

    @routes.post("/{endpoint_id}/disable")
    async def disable_endpoint(endpoint_id: UUID) -> EndpointView:
        """Facts go on being kept for it, and wait."""
        return EndpointView.of(await managing.disable_endpoint(means, endpoint_id))


def _secrets_and_tests(routes: APIRouter, means: Means) -> None:
    @routes.post("/{endpoint_id}/secret")
    async def rotate_secret(endpoint_id: UUID) -> EndpointWithSecret:
        """A new secret, shown once; the one before goes on signing for a day beside it."""
        return EndpointWithSecret.of(await managing.rotate_secret(means, endpoint_id))

    @routes.post("/{endpoint_id}/test")
    async def test_endpoint(endpoint_id: UUID) -> ReplyView:
        """Send a signed message without meaning, and tell what came back."""
        async with WebhookSender(means.settings) as sender:
            return ReplyView.of(await managing.test_endpoint(means, sender, endpoint_id))
