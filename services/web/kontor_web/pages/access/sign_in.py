"""Signing in and out."""

from fastapi import APIRouter, Request, Response

from kontor_web.access import COOKIE, Access
from kontor_web.forms import Field, Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.credentials import EMAIL, PASSWORD
from kontor_web.languages import marked
from kontor_web.pages.start import own_path
from kontor_web.rendering import page, redirected
from kontor_web.services import RefusedError

routes = APIRouter()
CODE = Field(
    path="code",
    label=marked("Code"),
    autocomplete="one-time-code",
    width="full",
    hint=marked("Nur mit zweitem Faktor: aus der App, oder ein Ersatzcode."),
)
FRAME = Frame((Section(title="", fields=(EMAIL, PASSWORD, CODE)),))
MONTH_SECONDS = 2_592_000
WRONG, TOO_MANY = 401, 429


@routes.get("/sign-in")
async def ask(request: Request, next: str = "/") -> Response:  # noqa: A002  # what it is called
    return _shown(request, new_form(FRAME), next, 200)


@routes.post("/sign-in")
async def sign_in(request: Request) -> Response:
    typed = await typed_in(request)
    access: Access = request.app.state.access
    device = request.headers.get("user-agent", "")[:300]
    try:
        secret = await access.sign_in(
            typed.one("email"), typed.one("password"), device, typed.one("code")
        )
    except RefusedError as refused:
        form = sent_form(FRAME, typed).refused(refused.problem)
        return _shown(request, form, typed.one("next"), refused.problem.status)
    response = redirected(own_path(typed.one("next")))
    secure = request.app.state.settings.secure_cookies
    response.set_cookie(
        COOKIE, secret, max_age=MONTH_SECONDS, secure=secure, httponly=True, samesite="lax"
    )
    return response


@routes.post("/sign-out")
async def sign_out(request: Request) -> Response:
    access: Access = request.app.state.access
    if secret := request.cookies.get(COOKIE, ""):
        await access.sign_out(secret)
    response = redirected("/sign-in", told="signed-out")
    response.delete_cookie(COOKIE)
    return response


def _shown(request: Request, form: Form, target: str, status: int) -> Response:
    return page(request, "sign-in.html", status=status, form=form, next=own_path(target))
