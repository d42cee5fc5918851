"""Door 1: HTTP."""

from fastapi import APIRouter

from kontor_delivery.api import (
    bounces,
    deliveries,
    documents,
    files,
    gocardless,
    invoices,
    links,
    webhooks,
)
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter()
    parts = (bounces, deliveries, documents, files, gocardless, invoices, links, webhooks)
    for part in parts:
        routes.include_router(part.router(means))
    return routes
