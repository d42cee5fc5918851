"""Contacts managed by a contact with that right: added, changed, shut out."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import Contact
from pydantic import JsonValue

from kontor_web.forms import Form, Frame, Option, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import language_of
from kontor_web.pages.parties.contacts import (
    CONTACT,
    NEW_CONTACT,
    ROLES,
    ContactFunction,
    as_stored,
    as_typed,
)
from kontor_web.portal.access import Guest, ManagingGuest
from kontor_web.portal.showing import portal_page
from kontor_web.rendering import redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()
LIST = "/portal/contacts"


@routes.get("/contacts")
async def list_contacts(request: Request, guest: ManagingGuest) -> Response:
    found = await guest.list(Service.CUSTOMERS, LIST, Contact)
    return portal_page(request, guest, "contacts.html", contacts=found.items)


@routes.get("/contacts/new")
async def ask(request: Request, guest: ManagingGuest) -> Response:
    form = new_form(await _frame(request, guest), NEW_CONTACT)
    return portal_page(request, guest, "contact.html", form=form)


@routes.post("/contacts/new")
async def add(request: Request, guest: ManagingGuest) -> Response:
    form = sent_form(await _frame(request, guest), await typed_in(request))
    body = as_stored(form.frame.written(form.typed, {}))
    save = partial(guest.create, Service.CUSTOMERS, LIST, body, once=form.once)
    answer, form = await saved(form, save)
    return _done(request, guest, form, done=answer is not None)


@routes.get("/contacts/{contact_id}")
async def ask_for_changes(request: Request, contact_id: UUID, guest: ManagingGuest) -> Response:
    stored = await _stored(guest, contact_id)
    form = new_form(await _frame(request, guest), stored.record, version=stored.version)
    return portal_page(request, guest, "contact.html", form=form)


@routes.post("/contacts/{contact_id}")
async def change(request: Request, contact_id: UUID, guest: ManagingGuest) -> Response:
    form = sent_form(await _frame(request, guest), await typed_in(request))
    reread = partial(_stored, guest, contact_id)
    body = as_stored(form.frame.written(form.typed, (await reread()).record))
    save = partial(
        guest.replace, Service.CUSTOMERS, f"{LIST}/{contact_id}", body, version=form.version
    )
    answer, form = await saved(form, save, reread)
    return _done(request, guest, form, done=answer is not None)


def _done(request: Request, guest: Guest, form: Form, *, done: bool) -> Response:
    if done:
        return redirected(LIST, told="saved")
    return portal_page(request, guest, "contact.html", status=status_of(form), form=form)


async def _frame(request: Request, guest: Guest) -> Frame:
    found = await guest.list(Service.CUSTOMERS, "/portal/functions", ContactFunction)
    language = language_of(request)
    functions = tuple(Option(one.key, one.name.in_language(language)) for one in found.items)
    aliases = {"phones.0": "phone"}
    return Frame((CONTACT, ROLES), options={"functions": functions}, aliases=aliases)


async def _stored(guest: Guest, contact_id: UUID) -> Seen[dict[str, JsonValue]]:
    found = await guest.read(Service.CUSTOMERS, f"{LIST}/{contact_id}", Contact)
    return Seen(as_typed(found.record), found.version)
