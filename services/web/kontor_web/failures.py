"""What a person sees when a page cannot be shown."""

from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from kontor_web.access import COOKIE, Access, SignInNeededError
from kontor_web.portal import access as portal
from kontor_web.rendering import page
from kontor_web.services import RefusedError, UnreachableError

UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 401, 403, 404
SEE_OTHER, UNAVAILABLE = 303, 503


def install(app: FastAPI) -> None:
    """Answer what no page caught as a page."""
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(portal.PortalSignInNeededError, _sign_in_to_portal)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(UnreachableError, _unreachable)
    app.add_exception_handler(HTTPException, _http)


async def _sign_in(request: Request, _error: Exception) -> Response:
    target = request.url.path if request.method == "GET" else "/"
    query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
    response = RedirectResponse(f"/sign-in?next={quote(target + query)}", SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


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
    return failure(request, status, error.problem.detail)


async def _unreachable(request: Request, _error: Exception) -> Response:
    return failure(request, UNAVAILABLE)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # how it is registered
    return failure(request, error.status_code)


def failure(request: Request, status: int, detail: str = "") -> Response:
    return page(request, "failure.html", status=status, failed=status, detail=detail)
