"""Billing runs: prepared with a preview, started, followed, and read afterwards; their batches."""

from fastapi import APIRouter

from kontor_web.pages.runs import batches, preview, running

routes = APIRouter()
for part in (preview, running, batches):
    routes.include_router(part.routes)
