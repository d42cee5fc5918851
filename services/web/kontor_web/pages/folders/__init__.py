"""Folders below a party: what it is billed for, with their lines and the steps of their life."""

from fastapi import APIRouter

from kontor_web.pages.folders import editing, lines, steps

routes = APIRouter()
for part in (editing, lines, steps):
    routes.include_router(part.routes)
