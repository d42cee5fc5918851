"""Door 1: HTTP. Every route reads what it needs from the request and calls one use case."""

from fastapi import APIRouter

from kontor_customers.api import (
    contacts,
    finding,
    functions,
    iban_changes,
    imports,
    logo,
    notes,
    organisation,
    own_access,
    parties,
    payment,
    portal,
    portal_sign_in,
    registering,
    sessions,
    sign_in,
    team,
)
from kontor_customers.usecases.books import Books

PARTS = (
    sign_in,
    sessions,
    team,
    organisation,
    logo,
    functions,
    registering,
    finding,
    parties,
    contacts,
    notes,
    payment,
    iban_changes,
    portal_sign_in,
    portal,
    own_access,
    imports,
)


def router(books: Books) -> APIRouter:
    """All routes of the service."""
    routes = APIRouter()
    for part in PARTS:
        routes.include_router(part.router(books))
    return routes
