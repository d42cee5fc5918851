"""Pages of actions: the calendar over all customers, and the form of one."""

from fastapi import APIRouter

from kontor_web.pages.actions import calendar, planning

routes = APIRouter()
routes.include_router(planning.routes)
routes.include_router(calendar.routes)
