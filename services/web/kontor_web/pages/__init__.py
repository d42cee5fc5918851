"""The pages, one module a subject: each reads its form, asks the services, and shows."""

from fastapi import APIRouter

from kontor_web.pages import (
    access,
    actions,
    bank,
    configuration,
    debits,
    deliveries,
    files,
    folders,
    functions,
    invoices,
    live,
    organisation,
    profile,
    runs,
    search,
    setup,
    start,
    tickets,
)
from kontor_web.pages.parties import (
    contacts,
    convert,
    edit,
    finding,
    history,
    notes,
    overview,
    payment,
)

PARTS = (
    start,
    access,
    setup,
    profile,
    finding,
    edit,
    overview,
    contacts,
    notes,
    payment,
    convert,
    history,
    live,
    search,
    actions,
    tickets,
    folders,
    invoices,
    runs,
    debits,
    bank,
    deliveries,
    files,
    functions,
    configuration,
    organisation,
)


def router() -> APIRouter:
    """All pages."""
    routes = APIRouter(include_in_schema=False)
    for part in PARTS:
        routes.include_router(part.routes)
    return routes
