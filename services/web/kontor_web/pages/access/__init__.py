"""Signing in and out, passwords, the second factor, the team."""

from fastapi import APIRouter

from kontor_web.pages.access import password, second_factor, sign_in, team

routes = APIRouter()
for _part in (sign_in, password, second_factor, team):
    routes.include_router(_part.routes)
