"""Pages of actions: the calendar over all customers, and each one by itself."""

from fastapi import APIRouter

from kontor_web.pages.actions import calendar, editing, planning

routes = APIRouter()
routes.include_router(planning.routes)
routes.include_router(editing.routes)
routes.include_router(calendar.routes)
