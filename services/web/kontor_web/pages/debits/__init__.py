"""Direct debits: what is in a file for the bank and what is not, made, handed in, confirmed."""

from fastapi import APIRouter

from kontor_web.pages.debits import files, steps

routes = APIRouter()
for part in (files, steps):
    routes.include_router(part.routes)
