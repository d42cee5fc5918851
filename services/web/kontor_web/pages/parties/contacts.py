"""Contacts: several per party, each with functions, and what it gets and may see."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.party import Contact
from kontor_contracts.values import Language, LocalizedText, Value
from pydantic import JsonValue

from kontor_web import words
from kontor_web.access import Person, SignedIn
from kontor_web.forms import (
    Field,
    Frame,
    Kind,
    Option,
    Section,
    new_form,
    options_of,
    sent_form,
    typed_in,
)
from kontor_web.forms.form import Form
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import language_of, marked
from kontor_web.pages.parties.reading import party_page, read_party
from kontor_web.pages.parties.records import PartyView
from kontor_web.rendering import redirected
from kontor_web.services import Problem, RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
NEW_CONTACT: dict[str, JsonValue] = {"active": True}
CONTACT = Section(
    marked("Kontakt"),
    (
        Field("name", marked("Name"), required=True),
        Field("email", marked("E-Mail"), kind=Kind.EMAIL),
        Field("phone", marked("Telefon"), kind=Kind.TEL),
        Field(
            "language",
            marked("Sprache"),
            kind=Kind.CHOICE,
            options=options_of(words.LANGUAGE, empty=marked("Wie der Kunde")),
        ),
        Field("functions", marked("Funktionen"), kind=Kind.CHOICES, width="full"),
    ),
)
ROLES = Section(
    marked("Rollen"),
    (
        Field(
            "active",
            marked("Aktiv"),
            kind=Kind.CHECK,
            width="full",
            hint=marked("Nur aktive Kontakte stehen zur Auswahl und bekommen Nachrichten."),
        ),
        Field(
            "invoice_recipient",
            marked("Rechnungsempfänger"),
            kind=Kind.CHOICE,
            options=options_of(words.RECIPIENT, empty=marked("Nein")),
            hint=marked("Bekommt Rechnungen per E-Mail."),
        ),
        Field(
            "portal_rights",
            marked("Kundenportal-Zugang"),
            kind=Kind.CHOICES,
            options=options_of(words.PORTAL),
            width="full",
            hint=marked("Jedes Recht einzeln; ohne Recht kein Zugang."),
        ),
    ),
)


class ContactFunction(Value):
    key: str
    name: LocalizedText
    retired: bool = False


async def contact_frame(request: Request, person: Person) -> Frame:
    found = await person.list(Service.CUSTOMERS, "/functions", ContactFunction)
    language: Language = language_of(request)
    functions = tuple(
        Option(one.key, one.name.in_language(language), retired=one.retired) for one in found.items
    )
    return Frame((CONTACT, ROLES), options={"functions": functions}, aliases={"phones.0": "phone"})


@routes.get("/parties/{party_id}/contacts")
async def list_contacts(request: Request, party_id: UUID, person: SignedIn) -> Response:
    party = await read_party(person, party_id)
    frame = await contact_frame(request, person)
    names = {one.value: one.label for one in frame.options["functions"]}
    return party_page(request, "parties/contacts.html", party, tab="contacts", functions=names)


@routes.get("/parties/{party_id}/contacts/new")
async def ask_for_contact(request: Request, party_id: UUID, person: SignedIn) -> Response:
    party = await read_party(person, party_id)
    form = new_form(await contact_frame(request, person), NEW_CONTACT)
    return _form(request, party, form)


@routes.post("/parties/{party_id}/contacts/new")
async def add_contact(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = sent_form(await contact_frame(request, person), await typed_in(request))
    body = as_stored(form.frame.written(form.typed, {}))
    path = f"/parties/{party_id}/contacts"
    save = partial(person.create, Service.CUSTOMERS, path, body, once=form.once)
    answer, form = await saved(form, save)
    if answer is not None:
        return redirected(path, told="saved")
    return _form(request, await read_party(person, party_id), form, status_of(form))


@routes.get("/parties/{party_id}/contacts/{contact_id}")
async def ask_for_changes(
    request: Request, party_id: UUID, contact_id: UUID, person: SignedIn
) -> Response:
    stored = await _stored(person, party_id, contact_id)
    frame = await contact_frame(request, person)
    form = new_form(frame, stored.record, version=stored.version)
    return _form(request, await read_party(person, party_id), form)


@routes.post("/parties/{party_id}/contacts/{contact_id}")
async def change_contact(
    request: Request, party_id: UUID, contact_id: UUID, person: SignedIn
) -> Response:
    form = sent_form(await contact_frame(request, person), await typed_in(request))
    reread = partial(_stored, person, party_id, contact_id)
    body = as_stored(form.frame.written(form.typed, (await reread()).record))
    path = f"/parties/{party_id}/contacts"
    save = partial(
        person.replace, Service.CUSTOMERS, f"{path}/{contact_id}", body, version=form.version
    )
    answer, form = await saved(form, save, reread)
    if answer is not None:
        return redirected(path, told="saved")
    return _form(request, await read_party(person, party_id), form, status_of(form))


def _form(request: Request, party: PartyView, form: Form, status: int = 200) -> Response:
    return party_page(
        request, "parties/contact.html", party, tab="contacts", status=status, form=form
    )


async def _stored(person: Person, party_id: UUID, contact_id: UUID) -> Seen[dict[str, JsonValue]]:
    """The contact as the form asks for it, and the version of its party."""
    party = await person.read(Service.CUSTOMERS, f"/parties/{party_id}", PartyView)
    for contact in party.record.contacts:
        if contact.id == contact_id:
            return Seen(as_typed(contact), party.version)
    raise RefusedError(Problem(status=404))


def as_typed(contact: Contact) -> dict[str, JsonValue]:
    """The contact as the form asks for it: with its first phone number."""
    phone = contact.phones[0] if contact.phones else ""
    return {**contact.model_dump(mode="json"), "phone": phone}


def as_stored(record: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """What was typed as the service wants it; further phone numbers stay."""
    phone = record.pop("phone", "")
    phones = record.get("phones")
    others = phones[1:] if isinstance(phones, list) else []
    return {
        **record,
        "phones": [phone, *others] if phone else others,
        "language": record.get("language") or None,
        "invoice_recipient": record.get("invoice_recipient") or None,
    }
