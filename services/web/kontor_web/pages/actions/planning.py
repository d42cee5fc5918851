"""*Aktion hinzufügen*, from the calendar or from a party."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import JsonValue

from kontor_web import words
from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Form,
    Frame,
    Kind,
    Option,
    Section,
    new_form,
    options_of,
    sent_form,
    typed_in,
)
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import language_of, marked
from kontor_web.pages.actions.records import ActionKind, ActionView
from kontor_web.pages.parties.fields import members_to_choose
from kontor_web.pages.parties.reading import if_possible, party_page, read_party, read_team
from kontor_web.rendering import page, redirected
from kontor_web.services import Json
from kontor_web.settings import Service

routes = APIRouter()
ACTION = Section(
    "",
    (
        Field("title", marked("Was ist zu tun?"), required=True, width="full"),
        Field("due_on", marked("Fällig am"), kind=Kind.DATE, required=True),
        Field("assignee_id", marked("Zugewiesen an"), kind=Kind.CHOICE),
        Field("kind", marked("Art"), kind=Kind.CHOICE),
        Field(
            "priority", marked("Priorität"), kind=Kind.CHOICE, options=options_of(words.PRIORITY)
        ),
        Field("description", marked("Beschreibung"), kind=Kind.AREA, width="full"),
    ),
)


async def action_frame(request: Request, person: Person) -> Frame:
    language = language_of(request)
    kinds = await person.list(Service.TASKS, "/action-kinds", ActionKind)
    named = tuple(
        Option(one.key, one.name.in_language(language), retired=not one.active)
        for one in kinds.items
    )
    members = members_to_choose(await read_team(person))
    return Frame((ACTION,), options={"assignee_id": members, "kind": named})


def first_values(person: Person) -> Mapping[str, JsonValue]:
    return {"kind": "task", "priority": "normal", "assignee_id": str(person.member.id)}


@routes.get("/actions/new")
async def ask(request: Request, person: SignedIn, day: date | None = None) -> Response:
    values = {**first_values(person), "due_on": day.isoformat() if day else ""}
    return page(
        request, "actions/new.html", form=new_form(await action_frame(request, person), values)
    )


@routes.post("/actions/new")
async def plan(request: Request, person: SignedIn) -> Response:
    form = sent_form(await action_frame(request, person), await typed_in(request))
    done, form = await _planned(person, form, {})
    if done:
        return redirected("/actions/agenda", told="planned")
    return page(request, "actions/new.html", status=status_of(form), form=form)


@routes.get("/parties/{party_id}/actions")
async def list_of_party(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = new_form(await action_frame(request, person), first_values(person))
    return await _shown(request, party_id, person, form)


@routes.post("/parties/{party_id}/actions")
async def plan_for_party(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = sent_form(await action_frame(request, person), await typed_in(request))
    done, form = await _planned(person, form, {"party_id": str(party_id)})
    if done:
        return redirected(f"/parties/{party_id}/actions", told="planned")
    return await _shown(request, party_id, person, form, status_of(form))


async def _planned(person: Person, form: Form, about: Json) -> tuple[bool, Form]:
    body = form.frame.written(form.typed, about)
    body["assignee_id"] = body.get("assignee_id") or None
    answer, form = await saved(
        form, partial(person.create, Service.TASKS, "/actions", body, once=form.once)
    )
    return answer is not None, form


async def _shown(
    request: Request, party_id: UUID, person: Person, form: Form, status: int = 200
) -> Response:
    party = await read_party(person, party_id)
    found = await if_possible(
        person.list(Service.TASKS, "/actions", ActionView, party_id=str(party_id))
    )
    return party_page(
        request,
        "parties/actions.html",
        party,
        tab="actions",
        status=status,
        form=form,
        actions=found.items if found else None,
    )
