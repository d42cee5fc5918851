"""Team: who signs in, with which roles; invited by mail, deactivated when they leave."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.team import Member, TeamRole
from pydantic import JsonValue

from kontor_web import words
from kontor_web.access import Person, SignedIn
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
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import marked
from kontor_web.rendering import page, redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
NAME = Field("name", marked("Name"), required=True)
EMAIL = Field("email", marked("E-Mail"), kind=Kind.EMAIL, required=True)
ROLES = Field(
    "roles",
    marked("Rollen"),
    kind=Kind.CHOICES,
    options=options_of(words.ROLE),
    width="full",
)
LANGUAGE = Field(
    "language",
    marked("Sprache"),
    kind=Kind.CHOICE,
    options=options_of(words.LANGUAGE, empty=marked("Wie die eigene Organisation")),
)
ACTIVE = Field(
    "active",
    marked("Aktiv"),
    kind=Kind.CHECK,
    width="full",
    hint=marked("Wer nicht aktiv ist, meldet sich nicht mehr an; seine Sitzungen enden."),
)
INVITE = Frame((Section("", (NAME, EMAIL, LANGUAGE, ROLES)),))
CHANGE = Frame((Section("", (NAME, EMAIL, LANGUAGE, ROLES, ACTIVE)),))


class TeamMember(Member):
    """A member, and whether signing in asks for a code too."""

    second_factor: bool = False


@routes.get("/team")
async def list_members(request: Request, person: SignedIn) -> Response:
    found = await person.list(Service.CUSTOMERS, "/team", Member)
    members = sorted(found.items, key=lambda one: not one.active)
    return page(request, "access/team.html", members=members, may_change=_may_change(person))


@routes.get("/team/new")
async def ask(request: Request, person: SignedIn) -> Response:
    _refuse_unless_admin(person)
    return page(request, "access/member.html", form=new_form(INVITE), member=None)


@routes.post("/team/new")
async def invite(request: Request, person: SignedIn) -> Response:
    """The new member gets a mail with a link, and chooses a password."""
    form = sent_form(INVITE, await typed_in(request))
    body = _body(form)
    save = partial(person.create, Service.CUSTOMERS, "/team", body, once=form.once)
    answer, form = await saved(form, save)
    if answer is not None:
        return redirected("/team", told="invited")
    return page(request, "access/member.html", status=status_of(form), form=form, member=None)


@routes.get("/team/{member_id}")
async def ask_for_changes(request: Request, member_id: UUID, person: SignedIn) -> Response:
    _refuse_unless_admin(person)
    member = await _member(person, member_id)
    stored = _stored(member)
    form = new_form(CHANGE, stored.record, version=stored.version)
    return page(request, "access/member.html", form=form, member=member)


@routes.post("/team/{member_id}")
async def change(request: Request, member_id: UUID, person: SignedIn) -> Response:
    form = sent_form(CHANGE, await typed_in(request))
    member = await _member(person, member_id)
    body = _body(form)
    path = f"/team/{member_id}"
    save = partial(person.replace, Service.CUSTOMERS, path, body, version=form.version)
    answer, form = await saved(form, save, partial(_reread, person, member_id))
    if answer is not None:
        return redirected("/team", told="saved")
    return _again(request, form, member)


@routes.post("/team/{member_id}/invite")
async def invite_again(member_id: UUID, person: SignedIn) -> Response:
    """Another link to choose a password."""
    _refuse_unless_admin(person)
    member = await _member(person, member_id)
    await person.create(Service.CUSTOMERS, "/password-links", {"email": member.email})
    return redirected("/team", told="invited")


@routes.get("/team/{member_id}/second-factor/remove")
async def ask_to_remove_second_factor(
    request: Request, member_id: UUID, person: SignedIn
) -> Response:
    _refuse_unless_admin(person)
    member = await _member(person, member_id)
    return page(request, "access/factor-remove.html", member=member)


@routes.post("/team/{member_id}/second-factor/remove")
async def remove_second_factor(member_id: UUID, person: SignedIn) -> Response:
    """For a member who has lost app and codes."""
    await person.remove(Service.CUSTOMERS, f"/team/{member_id}/second-factor")
    return redirected("/team", told="factor-removed")


def _body(form: Form) -> dict[str, JsonValue]:
    written = form.frame.written(form.typed, {})
    return {**written, "language": written["language"] or None}


def _again(request: Request, form: Form, member: Member) -> Response:
    return page(request, "access/member.html", status=status_of(form), form=form, member=member)


async def _reread(person: Person, member_id: UUID) -> Seen[dict[str, JsonValue]]:
    return _stored(await _member(person, member_id))


async def _member(person: Person, member_id: UUID) -> TeamMember:
    found = await person.list(Service.CUSTOMERS, "/team", TeamMember)
    for member in found.items:
        if member.id == member_id:
            return member
    raise RefusedError(Problem(status=404))


def _stored(member: Member) -> Seen[dict[str, JsonValue]]:
    return Seen(member.model_dump(mode="json"), member.version)


def _may_change(person: Person) -> bool:
    return TeamRole.ADMIN in person.member.roles


def _refuse_unless_admin(person: Person) -> None:
    if not _may_change(person):
        raise RefusedError(Problem(status=403))
