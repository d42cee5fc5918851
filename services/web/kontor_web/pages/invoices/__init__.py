"""Invoices: found, shown with every delivery, sent again, credited, and written by hand."""

from fastapi import APIRouter

from kontor_web.pages.invoices import crediting, listing, showing, writing

routes = APIRouter()
for part in (listing, writing, showing, crediting):
    routes.include_router(part.routes)
