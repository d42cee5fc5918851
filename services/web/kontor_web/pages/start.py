"""The first page, and the choice of a language."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from kontor_contracts.values import Language

from kontor_web.access import SignedIn
from kontor_web.forms import typed_in
from kontor_web.languages import COOKIE
from kontor_web.pages.setup import is_first_start
from kontor_web.rendering import redirected

routes = APIRouter()
YEAR_SECONDS = 31_536_000


@routes.get("/")
async def begin(request: Request, person: SignedIn) -> Response:
    """At the first start the organisation is entered before anything else."""
    return redirected("/setup" if await is_first_start(request, person) else "/customers")


@routes.post("/language")
async def choose_language(request: Request) -> Response:
    """Remembered in the browser; shows the same page again."""
    typed = await typed_in(request)
    response = redirected(own_path(typed.one("back")))
    if typed.one("language") in {one.value for one in Language}:
        response.set_cookie(
            COOKIE, typed.one("language"), max_age=YEAR_SECONDS, samesite="lax", httponly=True
        )
    return response


def own_path(target: str) -> str:
    """The target if it is a page of ours, else the first page."""
    parts = urlsplit(target)
    ours = not parts.scheme and not parts.netloc and target.startswith("/")
    return target if ours and not target.startswith(("//", "/\\")) else "/"
