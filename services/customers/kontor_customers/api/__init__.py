"""Door 1: HTTP. Every route reads what it needs from the request and calls one use case."""

from fastapi import APIRouter

from kontor_customers.api import imports, organisation, parties, payment, sign_in, team
from kontor_customers.usecases.books import Books


def router(books: Books) -> APIRouter:
    """All routes of the service."""
    routes = APIRouter()
    for part in (sign_in, team, organisation, parties, payment, imports):
        routes.include_router(part.router(books))
    return routes
