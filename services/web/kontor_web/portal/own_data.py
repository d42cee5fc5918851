"""*Meine Daten*: the contact's own data, its password, and the way to the others."""

from dataclasses import replace
from functools import partial

from fastapi import APIRouter, Request, Response
from pydantic import JsonValue

from kontor_web import words
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Section,
    new_form,
    options_of,
    sent_form,
    typed_in,
)
from kontor_web.forms.credentials import CURRENT, NEW_PASSWORD
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.portal.access import COOKIE, Guest, PortalAccess, SignedInGuest
from kontor_web.portal.showing import portal_page
from kontor_web.rendering import redirected
from kontor_web.services import Json, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
DATA = Frame(
    (
        Section(
            "",
            (
                Field("name", marked("Name"), required=True, autocomplete="name"),
                Field("phone", marked("Telefon"), kind=Kind.TEL, autocomplete="tel"),
                Field(
                    "language",
                    marked("Sprache"),
                    kind=Kind.CHOICE,
                    options=options_of(words.LANGUAGE),
                ),
            ),
        ),
    ),
    aliases={"phones.0": "phone"},
)
#: Who came by a link may have no password yet.
CURRENT_IF_ANY = replace(
    CURRENT, required=False, hint=marked("Leer lassen, wenn Sie mit einem Link gekommen sind.")
)
PASSWORD = Frame((Section("", (CURRENT_IF_ANY, NEW_PASSWORD)),))
REFUSED = 401


@routes.get("/me")
async def show(request: Request, guest: SignedInGuest) -> Response:
    stored = await _stored(guest)
    return _shown(request, guest, new_form(DATA, stored.record, version=stored.version))


@routes.post("/me")
async def change(request: Request, guest: SignedInGuest) -> Response:
    form = sent_form(DATA, await typed_in(request))
    reread = partial(_stored, guest)
    body = _as_stored(form)
    save = partial(guest.replace, Service.CUSTOMERS, "/portal/me", body, version=form.version)
    answer, form = await saved(form, save, reread)
    if answer is None:
        return _shown(request, guest, form, status=status_of(form))
    access: PortalAccess = request.app.state.portal_access
    access.forget(request.cookies.get(COOKIE, ""))
    return redirected("/portal/me", told="saved")


@routes.get("/me/password")
async def ask_for_password(request: Request, guest: SignedInGuest) -> Response:
    return portal_page(request, guest, "password.html", form=new_form(PASSWORD))


@routes.post("/me/password")
async def choose_password(request: Request, guest: SignedInGuest) -> Response:
    """Other browsers in which the contact is signed in are signed out."""
    form = sent_form(PASSWORD, await typed_in(request))
    access: PortalAccess = request.app.state.portal_access
    secret = request.cookies.get(COOKIE, "")
    current, chosen = form.typed.one("current"), form.typed.one("password")
    try:
        await access.choose_password(secret, current, chosen)
    except RefusedError as refused:
        problem = refused.problem
        return portal_page(
            request,
            guest,
            "password.html",
            status=REFUSED if problem.status == REFUSED else status_of(form),
            form=form.refused(problem),
        )
    return redirected("/portal/me", told="password")


def _shown(request: Request, guest: Guest, form: Form, status: int = 200) -> Response:
    return portal_page(request, guest, "me.html", status=status, form=form)


async def _stored(guest: Guest) -> Seen[dict[str, JsonValue]]:
    found = await guest.read_json(Service.CUSTOMERS, "/portal/me")
    phones = found.record.get("phones")
    phone = phones[0] if isinstance(phones, list) and phones else ""
    return Seen({**found.record, "phone": phone}, found.version)


def _as_stored(form: Form) -> Json:
    written = DATA.written(form.typed, {})
    phone = written.pop("phone", "")
    return {**written, "phones": [phone] if phone else []}
