"""What the bank sends: its files, and payments and returns that somebody places by hand."""

from fastapi import APIRouter

from kontor_web.pages.bank import desk, payments, returns

routes = APIRouter()
for part in (desk, payments, returns):
    routes.include_router(part.routes)
