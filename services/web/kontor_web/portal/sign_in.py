"""Signing in to the portal: by a mailed link or a password."""

from fastapi import APIRouter, Request, Response
from kontor_contracts.values import Language

from kontor_web import languages
from kontor_web.forms import Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.credentials import EMAIL, PASSWORD
from kontor_web.portal.access import COOKIE, Grant, PortalAccess
from kontor_web.rendering import page, redirected
from kontor_web.services import RefusedError

routes = APIRouter()
BY_LINK = Frame((Section(title="", fields=(EMAIL,)),))
BY_PASSWORD = Frame((Section(title="", fields=(EMAIL, PASSWORD)),))
MONTH_SECONDS = 2_592_000


@routes.get("/sign-in")
async def ask(request: Request) -> Response:
    return _shown(request, new_form(BY_LINK), "link")


@routes.post("/sign-in")
async def mail_link(request: Request) -> Response:
    """The answer is the same whether anybody has the address or not."""
    form = sent_form(BY_LINK, await typed_in(request))
    access: PortalAccess = request.app.state.portal_access
    try:
        await access.ask_for_link(form.typed.one("email"))
    except RefusedError as refused:
        return _shown(request, form.refused(refused.problem), "link", refused.problem.status)
    return page(request, "portal/mailed.html", email=form.typed.one("email"))


@routes.get("/sign-in/password")
async def ask_for_password(request: Request) -> Response:
    return _shown(request, new_form(BY_PASSWORD), "password")


@routes.post("/sign-in/password")
async def sign_in(request: Request) -> Response:
    form = sent_form(BY_PASSWORD, await typed_in(request))
    access: PortalAccess = request.app.state.portal_access
    credentials = {"email": form.typed.one("email"), "password": form.typed.one("password")}
    body = {**credentials, "device": _device(request)}
    try:
        opened = await access.open("/portal/sessions", body)
    except RefusedError as refused:
        return _shown(request, form.refused(refused.problem), "password", refused.problem.status)
    return _entered(request, opened)


@routes.get("/enter")
async def ask_to_enter(request: Request, link: str = "") -> Response:
    """A button, for programs that look into mails open every link: a link is used by a person."""
    return page(request, "portal/enter.html", link=link, refused="")


@routes.post("/enter")
async def enter(request: Request) -> Response:
    link = (await typed_in(request)).one("link")
    access: PortalAccess = request.app.state.portal_access
    body = {"link": link, "device": _device(request)}
    try:
        opened = await access.open("/portal/sessions/by-link", body)
    except RefusedError as refused:
        status = refused.problem.status
        return page(request, "portal/enter.html", status=status, link="", refused=refused.problem)
    return _entered(request, opened)


@routes.post("/sign-out")
async def sign_out(request: Request) -> Response:
    access: PortalAccess = request.app.state.portal_access
    if secret := request.cookies.get(COOKIE, ""):
        await access.sign_out(secret)
    response = redirected("/portal/sign-in", told="signed-out")
    response.delete_cookie(COOKIE, path="/portal")
    return response


def _entered(request: Request, opened: Grant) -> Response:
    response = redirected("/portal")
    secure = request.app.state.settings.secure_cookies
    response.set_cookie(
        COOKIE,
        opened.secret,
        path="/portal",
        max_age=MONTH_SECONDS,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    if languages.COOKIE not in request.cookies:
        _remember_language(response, opened.contact.language)
    return response


def _remember_language(response: Response, language: Language) -> None:
    response.set_cookie(
        languages.COOKIE, language.value, max_age=MONTH_SECONDS, httponly=True, samesite="lax"
    )


def _shown(request: Request, form: Form, way: str, status: int = 200) -> Response:
    return page(request, "portal/sign-in.html", status=status, form=form, way=way)


def _device(request: Request) -> str:
    return request.headers.get("user-agent", "")[:300]
