"""Door 1: HTTP."""

from fastapi import APIRouter

from kontor_delivery.api import deliveries, documents, files, links, webhooks
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter()
    for part in (deliveries, documents, files, links, webhooks):
        routes.include_router(part.router(means))
    return routes
