"""Door 1: HTTP."""

from fastapi import APIRouter

from kontor_delivery.api import bounces, deliveries, documents, files, invoices, links, webhooks
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter()
    for part in (bounces, deliveries, documents, files, invoices, links, webhooks):
        routes.include_router(part.router(means))
    return routes
