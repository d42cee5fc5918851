"""Door 1: HTTP."""

from fastapi import APIRouter

from kontor_delivery.api import (
    bounces,
    deliveries,
    deposits,
    documents,
    files,
    gocardless,
    invoices,
    links,
    mail_templates,
    webhooks,
)
from kontor_delivery.usecases.means import Means


def router(means: Means) -> APIRouter:
    routes = APIRouter()
    about_invoices = (bounces, deliveries, documents, invoices, links)
    for part in (*about_invoices, files, deposits, gocardless, mail_templates, webhooks):
        routes.include_router(part.router(means))
    return routes
