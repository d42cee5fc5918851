"""Door 1: HTTP. Every route reads what it needs from the request and calls one use case."""

from fastapi import APIRouter

from kontor_tasks.api import (
    actions,
    attachments,
    configuring,
    feed,
    installations,
    lists,
    talk,
    ticket_messages,
    tickets,
)
from kontor_tasks.usecases.desk import Desk

PARTS = (
    lists,
    actions,
    talk,
    configuring,
    installations,
    feed,
    tickets,
    ticket_messages,
    attachments,
)


def router(desk: Desk) -> APIRouter:
    """All routes of the service."""
    routes = APIRouter()
    for part in PARTS:
        routes.include_router(part.router(desk))
    return routes
