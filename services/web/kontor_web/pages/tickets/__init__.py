"""Pages of support tickets: the list over all customers, and each one by itself."""

from fastapi import APIRouter

from kontor_web.pages.tickets import editing, listing, talking

routes = APIRouter()
routes.include_router(listing.routes)
routes.include_router(talking.routes)
routes.include_router(editing.routes)
