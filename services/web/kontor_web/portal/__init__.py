"""The customer portal: contacts see their party's things, each right by itself; phone first."""

from fastapi import APIRouter

from kontor_web.portal import contacts, invoices, overview, own_data, services, sign_in, tickets

PARTS = (sign_in, overview, invoices, services, tickets, own_data, contacts)


def router() -> APIRouter:
    """All pages of the portal."""
    routes = APIRouter(include_in_schema=False)
    for part in PARTS:
        routes.include_router(part.routes, prefix="/portal")
    return routes
