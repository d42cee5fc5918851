"""How a party pays: method, account, mandates, and where each folder's setting comes from."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.customers.team import TeamRole
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
from kontor_web.pages.folders.reading import payments_of
from kontor_web.pages.parties.reading import if_possible, party_page, read_party
from kontor_web.pages.parties.records import PartyView
from kontor_web.rendering import redirected
from kontor_web.services import Seen
from kontor_web.settings import Service

routes = APIRouter()
MAY_CHANGE = frozenset({TeamRole.ADMIN, TeamRole.ACCOUNTING})
METHOD = Section(
    "",
    (
        Field(
            "method",
            marked("Zahlungsart"),
            kind=Kind.CHOICE,
            options=options_of(words.PAYMENT),
            hint=marked("Gilt für alle Ordner, die nichts Eigenes festlegen."),
        ),
    ),
)
ACCOUNT = Section(
    marked("SEPA-Lastschrift"),
    (
        Field("iban", marked("IBAN"), width="full"),
        Field("holder", marked("Kontoinhaber")),
        Field("bic", marked("BIC")),
        Field(
            "reference",
            marked("Mandatsreferenz"),
            hint=marked("Leer: wird nach dem Muster der Organisation vergeben."),
        ),
        Field("signed_on", marked("Unterschrieben am"), kind=Kind.DATE),
    ),
)
GOCARDLESS = Section(
    marked("GoCardless"),
    (
        Field(
            "gocardless",
            marked("GoCardless-Mandat"),
            hint=marked("Die Kennung bei GoCardless; sie beginnt mit MD."),
        ),
    ),
)
FRAME = Frame(
    (METHOD, ACCOUNT, GOCARDLESS),
    aliases={
        "accounts.0.iban": "iban",
        "accounts.0.bic": "bic",
        "accounts.0.holder": "holder",
        "mandates.0.reference": "reference",
        "mandates.0.signed_on": "signed_on",
        "mandates": "reference",
        "gocardless_mandates.0.reference": "gocardless",
    },
)
Record = Mapping[str, JsonValue]


@routes.get("/parties/{party_id}/payment")
async def show(request: Request, party_id: UUID, person: SignedIn) -> Response:
    stored = await _stored(person, party_id)
    form = new_form(FRAME, stored.record, version=stored.version)
    return await _shown(request, party_id, person, form)


@routes.post("/parties/{party_id}/payment")
async def change(request: Request, party_id: UUID, person: SignedIn) -> Response:
    form = sent_form(FRAME, await typed_in(request))
    path = f"/parties/{party_id}/payment"
    stored = await person.read_json(Service.CUSTOMERS, path)
    body = as_stored(form.frame.written(form.typed, {}), stored.record)
    save = partial(person.replace, Service.CUSTOMERS, path, body, version=form.version)
    answer, form = await saved(form, save, partial(_stored, person, party_id))
    if answer is not None:
        return redirected(path, told="saved")
    return await _shown(request, party_id, person, form, status_of(form))


async def _stored(person: Person, party_id: UUID) -> Seen[dict[str, JsonValue]]:
    seen = await person.read_json(Service.CUSTOMERS, f"/parties/{party_id}/payment")
    return Seen(as_asked(seen.record), seen.version)


def as_asked(details: Record) -> dict[str, JsonValue]:
    """The first account and mandates, flat as the form asks for them."""
    account, mandate = _first(details, "accounts"), _first(details, "mandates")
    return {
        "method": details.get("method"),
        "iban": account.get("iban"),
        "bic": account.get("bic"),
        "holder": account.get("holder"),
        "reference": mandate.get("reference"),
        "signed_on": mandate.get("signed_on"),
        "gocardless": _first(details, "gocardless_mandates").get("reference"),
    }


def as_stored(asked: Record, details: Record) -> dict[str, JsonValue]:
    """The details with what was typed about the first account and mandates."""
    account = {"iban": asked["iban"], "bic": asked["bic"], "holder": asked["holder"]}
    mandate = {"reference": asked["reference"] or None, "signed_on": asked["signed_on"]}
    gocardless = {"reference": asked["gocardless"]}
    return {
        **details,
        "method": asked["method"],
        "accounts": _with_first(details, "accounts", account),
        "mandates": _with_first(details, "mandates", mandate),
        "gocardless_mandates": _with_first(details, "gocardless_mandates", gocardless),
    }


def _first(details: Record, name: str) -> dict[str, JsonValue]:
    rows = details.get(name)
    first = rows[0] if isinstance(rows, list) and rows else {}
    return first if isinstance(first, dict) else {}


def _with_first(details: Record, name: str, fields: Record) -> list[JsonValue]:
    rows = details.get(name)
    others = rows[1:] if isinstance(rows, list) else []
    if not any(fields.values()):
        return list(others)
    return [{**_first(details, name), **fields}, *others]


async def _shown(
    request: Request, party_id: UUID, person: Person, form: Form, status: int = 200
) -> Response:
    party = await read_party(person, party_id)
    path = f"/parties/{party_id}"
    details = await person.read(Service.CUSTOMERS, f"{path}/payment", PaymentDetails)
    found = await if_possible(person.list(Service.BILLING, f"{path}/folders", Folder))
    folders = found.items if found else []
    payments = await payments_of(person, folders)
    return party_page(
        request,
        "parties/payment.html",
        party,
        tab="payment",
        status=status,
        form=form,
        details=details.record,
        payer=await _payer(person, party),
        rows=list(zip(folders, payments, strict=True)),
        may_change=bool(MAY_CHANGE & set(person.member.roles)),
    )


async def _payer(person: Person, party: PartyView) -> PartyView | None:
    """Who pays in place of the party, when it is somebody else."""
    if not party.payer_id:
        return None
    return await if_possible(read_party(person, party.payer_id))
