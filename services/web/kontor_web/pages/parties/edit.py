"""Entering and changing customers and prospects."""

import asyncio
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import Lifecycle
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Form, Frame, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import language_of
from kontor_web.pages.parties.fields import NEW_PARTY, as_asked, as_stored, party_frame
from kontor_web.pages.parties.finding import PATHS
from kontor_web.pages.parties.payer import with_payer_id, with_payer_number
from kontor_web.pages.parties.reading import party_page, read_batches, read_party, read_team
from kontor_web.pages.parties.records import PartyView
from kontor_web.rendering import page, redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()


async def _frame(request: Request, person: Person) -> Frame:
    members, batches = await asyncio.gather(read_team(person), read_batches(person))
    return party_frame(language_of(request), members, batches)


@routes.get("/customers/new")
async def ask_for_customer(request: Request, person: SignedIn) -> Response:
    form = new_form(await _frame(request, person), as_asked(NEW_PARTY))
    return _new(request, form, Lifecycle.CUSTOMER)


@routes.get("/prospects/new")
async def ask_for_prospect(request: Request, person: SignedIn) -> Response:
    form = new_form(await _frame(request, person), as_asked(NEW_PARTY))
    return _new(request, form, Lifecycle.PROSPECT)


@routes.post("/customers/new")
async def create_customer(request: Request, person: SignedIn) -> Response:
    return await _created(request, person, Lifecycle.CUSTOMER)


@routes.post("/prospects/new")
async def create_prospect(request: Request, person: SignedIn) -> Response:
    return await _created(request, person, Lifecycle.PROSPECT)


async def _created(request: Request, person: Person, lifecycle: Lifecycle) -> Response:
    form = sent_form(await _frame(request, person), await typed_in(request))
    written = as_stored(form.frame.written(form.typed, {}))
    body, form = await with_payer_id(person, form, written)
    if form.is_wrong:
        return _new(request, form, lifecycle, status_of(form))
    path = PATHS[lifecycle]
    answer, form = await saved(
        form, partial(person.create, Service.CUSTOMERS, path, body, once=form.once)
    )
    if answer is None:
        return _new(request, form, lifecycle, status_of(form))
    party = PartyView.model_validate_json(answer.content)
    return redirected(f"/parties/{party.id}", told="created")


def _new(request: Request, form: Form, lifecycle: Lifecycle, status: int = 200) -> Response:
    return page(
        request,
        "parties/new.html",
        status=status,
        form=form,
        lifecycle=lifecycle.value,
        list_path=PATHS[lifecycle],
    )


@routes.get("/parties/{party_id}/edit")
async def ask_for_changes(request: Request, party_id: UUID, person: SignedIn) -> Response:
    stored = await _stored(person, party_id)
    frame = await _frame(request, person)
    form = new_form(frame, stored.record, version=stored.version)
    party = PartyView.model_validate(stored.record)
    return party_page(request, "parties/edit.html", party, tab="edit", form=form)


@routes.post("/parties/{party_id}/edit")
async def change_party(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = sent_form(await _frame(request, person), await typed_in(request))
    stored = await _stored(person, party_id)
    written = as_stored(form.frame.written(form.typed, stored.record))
    body, form = await with_payer_id(person, form, written)
    if form.is_wrong:
        return await _again(request, person, party_id, form)
    path = f"/parties/{party_id}"
    save = partial(person.replace, Service.CUSTOMERS, path, body, version=form.version)
    answer, form = await saved(form, save, partial(_stored, person, party_id))
    if answer is not None:
        return redirected(path, told="saved")
    return await _again(request, person, party_id, form)


async def _again(request: Request, person: Person, party_id: UUID, form: Form) -> Response:
    party = await read_party(person, party_id)
    return party_page(
        request, "parties/edit.html", party, tab="edit", status=status_of(form), form=form
    )


async def _stored(person: Person, party_id: UUID) -> Seen[dict[str, JsonValue]]:
    seen = await person.read_json(Service.CUSTOMERS, f"/parties/{party_id}")
    return Seen(as_asked(await with_payer_number(person, seen.record)), seen.version)
