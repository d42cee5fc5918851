"""What a person sees when a page cannot be shown."""

from contextlib import suppress
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from kontor_web.access import COOKIE, Access, SignInNeededError, signed_in
from kontor_web.held_forms import HeldForms
from kontor_web.portal import access as portal
from kontor_web.portal.showing import portal_page
from kontor_web.rendering import here, page
from kontor_web.services import RefusedError, UnreachableError

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, WRONG_METHOD = 401, 403, 404, 405
SEE_OTHER, UNAVAILABLE = 303, 503
NOBODY = (SignInNeededError, portal.PortalSignInNeededError, RefusedError, UnreachableError)


def install(app: FastAPI) -> None:
    """Answer what no page caught as a page."""
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(portal.PortalSignInNeededError, _sign_in_to_portal)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(UnreachableError, _unreachable)
    app.add_exception_handler(HTTPException, _http)


async def _sign_in(request: Request, _error: Exception) -> Response:
    target = here(request) if request.method == "GET" else "/"
    response: Response = RedirectResponse(f"/sign-in?next={quote(target)}", SEE_OTHER)
    if _asks_for_a_part(request):
        response = Response(status_code=UNAUTHORIZED, headers={"HX-Refresh": "true"})
    response.delete_cookie(COOKIE)
    return response


def _asks_for_a_part(request: Request) -> bool:
    """A part of a page has no room for the sign-in: the page comes anew, and is led there."""
    return "hx-request" in request.headers and "hx-boosted" not in request.headers


async def _sign_in_to_portal(request: Request, _error: Exception) -> Response:
    access: portal.PortalAccess = request.app.state.portal_access
    access.forget(request.cookies.get(portal.COOKIE, ""))
    response = RedirectResponse("/portal/sign-in", SEE_OTHER)
    response.delete_cookie(portal.COOKIE, path="/portal")
    return response


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101  # how it is registered
    status = error.problem.status
    if status == UNAUTHORIZED and request.url.path.startswith("/portal"):
        return await _sign_in_to_portal(request, error)
    if status == UNAUTHORIZED:
        access: Access = request.app.state.access
        access.forget(request.cookies.get(COOKIE, ""))
        return await _sign_in(request, error)
    return await failure(request, status, error.problem.detail)


async def _unreachable(request: Request, _error: Exception) -> Response:
    return await failure(request, UNAVAILABLE)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # how it is registered
    if error.status_code == WRONG_METHOD and request.method == "GET":
        held_forms: HeldForms = request.app.state.held_forms
        if path := held_forms.page_of(request):
            return RedirectResponse(path, SEE_OTHER)
    return await failure(request, error.status_code)


async def failure(request: Request, status: int, detail: str = "") -> Response:
    """Within the frame of whoever is signed in, so that one click leads on."""
    await _find_out_who(request)
    guest = getattr(request.state, "guest", None)
    if guest:
        return portal_page(
            request, guest, "failure.html", status=status, failed=status, detail=detail
        )
    return page(request, "failure.html", status=status, failed=status, detail=detail)


async def _find_out_who(request: Request) -> None:
    """A page that is not there has asked nobody yet."""
    in_portal = request.url.path.startswith("/portal")
    with suppress(*NOBODY):
        if in_portal and not hasattr(request.state, "guest"):
            await portal.signed_in(request)
        elif not in_portal and not hasattr(request.state, "person"):
            await signed_in(request)
