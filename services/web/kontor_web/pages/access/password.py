"""Passwords: forgotten, chosen by a mailed link, changed by who knows the present one."""

from collections.abc import Awaitable

import httpx
from fastapi import APIRouter, Request, Response

from kontor_web.access import COOKIE, SignedIn
from kontor_web.forms import Form, Frame, Section, new_form, sent_form, typed_in
from kontor_web.forms.credentials import CURRENT, EMAIL, NEW_PASSWORD
from kontor_web.rendering import page, redirected
from kontor_web.services import RefusedError, Services
from kontor_web.settings import Service

routes = APIRouter()
CHANGE = Frame((Section(title="", fields=(CURRENT, NEW_PASSWORD)),))
CHOOSE = Frame((Section(title="", fields=(NEW_PASSWORD,)),))
FORGOTTEN = Frame((Section(title="", fields=(EMAIL,)),))


@routes.get("/password/forgotten")
async def ask_for_address(request: Request) -> Response:
    return page(request, "access/forgotten.html", form=new_form(FORGOTTEN), mailed="")


@routes.post("/password/forgotten")
async def mail_link(request: Request) -> Response:
    """The answer is the same whether a member has the address or not."""
    form = sent_form(FORGOTTEN, await typed_in(request))
    email = form.typed.one("email")
    sending = _send(request, "/password-links", email=email)
    if wrong := await _refused(form, sending):
        return page(request, "access/forgotten.html", status=_status(wrong), form=wrong, mailed="")
    return page(request, "access/forgotten.html", form=form, mailed=email)


@routes.get("/password")
async def ask_by_link(request: Request, link: str = "") -> Response:
    return page(request, "access/choose.html", form=new_form(CHOOSE), link=link)


@routes.post("/password")
async def choose_by_link(request: Request) -> Response:
    form = sent_form(CHOOSE, await typed_in(request))
    link, password = form.typed.one("link"), form.typed.one("password")
    sending = _send(request, "/passwords", link=link, password=password)
    if wrong := await _refused(form, sending):
        return page(request, "access/choose.html", status=_status(wrong), form=wrong, link=link)
    return redirected("/sign-in", told="password-chosen")


@routes.get("/profile/password")
async def ask(request: Request, _person: SignedIn) -> Response:
    return page(request, "access/password.html", form=new_form(CHANGE))


@routes.post("/profile/password")
async def change(request: Request, _person: SignedIn) -> Response:
    """Other browsers in which the member is signed in are signed out."""
    form = sent_form(CHANGE, await typed_in(request))
    sending = _send(
        request,
        "/sessions/password",
        secret=request.cookies.get(COOKIE, ""),
        current=form.typed.one("current"),
        password=form.typed.one("password"),
    )
    if wrong := await _refused(form, sending):
        return page(request, "access/password.html", status=_status(wrong), form=wrong)
    return redirected("/profile", told="password")


def _send(request: Request, path: str, **body: str) -> Awaitable[httpx.Response]:
    services: Services = request.app.state.services
    return services.send("POST", Service.CUSTOMERS, path, json=body)


async def _refused(form: Form, sending: Awaitable[httpx.Response]) -> Form | None:
    """The form with what is against it; None when it was done."""
    try:
        await sending
    except RefusedError as refused:
        return form.refused(refused.problem)
    return None


def _status(form: Form) -> int:
    return 422 if form.errors else 401
