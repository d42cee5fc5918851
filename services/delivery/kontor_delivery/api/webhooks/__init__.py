"""Partner webhooks over HTTP, for those who integrate."""

from fastapi import APIRouter

from kontor_delivery.api.webhooks import endpoints, messages
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter()
    for part in (endpoints, messages):
        routes.include_router(part.router(means))
    return routes
