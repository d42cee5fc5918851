"""The folders of a party: listed, entered, shown and changed."""

import asyncio
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.values import Value
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Form, Frame, new_form, said, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.pages.folders.fields import folder_frame, mandates_to_choose
from kontor_web.pages.folders.reading import (
    Opened,
    folder_page,
    installations,
    may_change,
    payment_of,
    payments_of,
    read_folder,
)
from kontor_web.pages.parties.payer import with_payer_id, with_payer_number
from kontor_web.pages.parties.reading import (
    if_possible,
    party_page,
    read_batches,
    read_party,
    read_team,
)
from kontor_web.rendering import redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()
#: What may be said of a folder; the rest is its number, state and lines.
TERMS = (
    "title",
    "site",
    "purchase_order",
    "payment",
    "payer_id",
    "roles",
    "batch",
    "standard_installation",
)


class Task(Value):
    title: str
    role: str = ""
    state: str


class Phase(Value):
    title: str
    done: int
    total: int
    tasks: tuple[Task, ...] = ()


class Progress(Value):
    """How far the folder's standard installation is."""

    title: str
    done: int
    total: int
    phases: tuple[Phase, ...] = ()


async def _frame_of(person: Person, opened: Opened) -> Frame:
    """The form of a folder that there is: its mandates are those of whoever pays for it."""
    payer_id = opened.folder.payer_id or opened.party.payer_id
    return await _frame(person, payer_id or opened.party.id, by_another=payer_id is not None)


async def _frame(
    person: Person, payer_id: UUID, *, is_new: bool = False, by_another: bool = False
) -> Frame:
    payment = f"/parties/{payer_id}/payment"
    templates, batches, details, team = await asyncio.gather(
        installations(person),
        read_batches(person),
        if_possible(person.read(Service.CUSTOMERS, payment, PaymentDetails)),
        read_team(person),
    )
    known = details.record if details else None
    mandates = mandates_to_choose(known, by_another=by_another)
    return folder_frame(templates, batches, mandates, team, is_new=is_new)


@routes.get("/parties/{party_id}/folders")
async def list_folders(request: Request, party_id: UUID, person: SignedIn) -> Response:
    party = await read_party(person, party_id)
    path = f"/parties/{party_id}/folders"
    found = await if_possible(person.list(Service.BILLING, path, Folder))
    folders = found.items if found else []
    rows = list(zip(folders, await payments_of(person, folders), strict=True))
    return party_page(
        request,
        "folders/list.html",
        party,
        tab="folders",
        rows=rows if found else None,
        may_change=may_change(person),
    )


@routes.get("/parties/{party_id}/folders/new")
async def ask_for_folder(request: Request, party_id: UUID, person: SignedIn) -> Response:
    path = f"/parties/{party_id}/folders"
    found = await if_possible(person.list(Service.BILLING, path, Folder))
    number = f"{len(found.items) + 1 if found else 1:02}"
    frame = await _frame(person, party_id, is_new=True)
    return await _new(request, person, party_id, new_form(frame, {"number": number}))


@routes.post("/parties/{party_id}/folders/new")
async def open_folder(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = sent_form(await _frame(person, party_id, is_new=True), await typed_in(request))
    written = said(form.frame.written(form.typed, {}))
    body, form = await with_payer_id(person, form, written)
    if form.is_wrong:
        return await _new(request, person, party_id, form, status_of(form))
    path = f"/parties/{party_id}/folders"
    save = partial(person.create, Service.BILLING, path, body, once=form.once)
    answer, form = await saved(form, save)
    if answer is None:
        return await _new(request, person, party_id, form, status_of(form))
    folder = Folder.model_validate_json(answer.content)
    return redirected(f"/folders/{folder.id}", told="created")


async def _new(
    request: Request, person: Person, party_id: UUID, form: Form, status: int = 200
) -> Response:
    party = await read_party(person, party_id)
    return party_page(request, "folders/new.html", party, tab="folders", status=status, form=form)


@routes.get("/folders/{folder_id}")
async def show(request: Request, folder_id: UUID, person: SignedIn) -> Response:
    path = f"/folders/{folder_id}/installation"
    opened, payment, progress = await asyncio.gather(
        read_folder(person, folder_id),
        payment_of(person, folder_id),
        if_possible(person.read(Service.TASKS, path, Progress)),
    )
    return folder_page(
        request,
        "folders/folder.html",
        opened,
        payment=payment,
        progress=progress.record if progress else None,
        may_change=may_change(person),
    )


@routes.get("/folders/{folder_id}/edit")
async def ask_for_changes(request: Request, folder_id: UUID, person: SignedIn) -> Response:
    opened = await read_folder(person, folder_id)
    frame = await _frame_of(person, opened)
    record = await with_payer_number(person, opened.folder.model_dump(mode="json"))
    return _edited(request, opened, new_form(frame, record, version=opened.version))


@routes.post("/folders/{folder_id}/edit")
async def change_folder(request: Request, folder_id: UUID, person: SignedIn) -> Response:
    opened = await read_folder(person, folder_id)
    form = sent_form(await _frame_of(person, opened), await typed_in(request))
    stored = opened.folder.model_dump(mode="json", include=set(TERMS))
    body, form = await with_payer_id(person, form, said(form.frame.written(form.typed, stored)))
    if form.is_wrong:
        return _edited(request, opened, form, status_of(form))
    save = partial(person.replace, Service.BILLING, opened.path, body, version=form.version)
    answer, form = await saved(form, save, partial(stored_folder, person, folder_id))
    if answer is not None:
        return redirected(opened.path, told="saved")
    return _edited(request, opened, form, status_of(form))


async def stored_folder(person: Person, folder_id: UUID) -> Seen[dict[str, JsonValue]]:
    seen = await person.read_json(Service.BILLING, f"/folders/{folder_id}")
    return Seen(await with_payer_number(person, seen.record), seen.version)


def _edited(request: Request, opened: Opened, form: Form, status: int = 200) -> Response:
    return folder_page(request, "folders/edit.html", opened, status=status, form=form)
