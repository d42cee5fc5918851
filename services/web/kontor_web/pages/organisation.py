"""*Organisation*: who issues the invoices, and to which account they are paid."""

from functools import partial

from fastapi import APIRouter, Request, Response
from kontor_contracts.customers.team import TeamRole
from kontor_contracts.values import Language
from pydantic import JsonValue

from kontor_web.access import Person, SignedIn
from kontor_web.countries import countries
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form, sent_form, typed_in
from kontor_web.forms.saving import saved, status_of
from kontor_web.languages import language_of, marked
from kontor_web.rendering import page, redirected
from kontor_web.services import RefusedError, Seen
from kontor_web.settings import Service

routes = APIRouter()
NOT_FOUND = 404
MAY_CHANGE = frozenset({TeamRole.ADMIN, TeamRole.ACCOUNTING})
NAMES = Section(
    marked("Firma"),
    (
        Field("name", marked("Name"), required=True),
        Field("legal_form", marked("Rechtsform")),
        Field("email", marked("E-Mail"), kind=Kind.EMAIL),
        Field("phone", marked("Telefon"), kind=Kind.TEL),
        Field("website", marked("Website")),
    ),
)
ADDRESS = Section(
    marked("Adresse"),
    (
        Field("address.street", marked("Straße"), width="wide"),
        Field("address.house_number", marked("Hausnummer"), width="narrow"),
        Field("address.postcode", marked("Postleitzahl"), width="narrow"),
        Field("address.city", marked("Ort"), width="wide"),
        Field("address.country", marked("Land"), kind=Kind.CHOICE),
    ),
)
BANK = Section(
    marked("Bankverbindung"),
    (
        Field("iban", marked("IBAN"), width="full"),
        Field(
            "bic",
            marked("BIC"),
            hint=marked("Leer: wird aus der IBAN nachgeschlagen."),
        ),
        Field(
            "creditor_id",
            marked("Gläubiger-ID"),
            hint=marked("Für SEPA-Lastschriften nötig."),
        ),
    ),
)
REGISTERS = Section(
    marked("Steuern und Register"),
    (
        Field("vat_id", marked("USt-IdNr.")),
        Field("registration_number", marked("Registernummer")),
        Field("siren", marked("SIREN")),
        Field("siret", marked("SIRET")),
    ),
)
NUMBERS = Section(
    marked("Nummernkreise"),
    (
        Field(
            "invoice_number_pattern",
            marked("Rechnungen und Gutschriften"),
            hint=marked("{year}-{number:06} ergibt 2026-000042; jedes Jahr beginnt von vorn."),
        ),
        Field(
            "account_number_pattern",
            marked("Kunden und Interessenten"),
            hint=marked("K-{number:06} ergibt K-000042."),
        ),
        Field("mandate_reference_pattern", marked("Referenzen der SEPA-Mandate")),
    ),
    hint=marked("Gilt für neue Nummern; vergebene bleiben, wie sie sind."),
)


def frame(language: Language) -> Frame:
    return Frame(
        (NAMES, ADDRESS, BANK, REGISTERS, NUMBERS),
        options={"address.country": countries(language)},
        optional={"address": ("country",)},
    )


@routes.get("/organisation")
async def show(request: Request, person: SignedIn) -> Response:
    stored = await stored_organisation(person)
    form = new_form(frame(language_of(request)), stored.record, version=stored.version)
    return _shown(request, person, form, stored.record)


@routes.post("/organisation")
async def change(request: Request, person: SignedIn) -> Response:
    form = sent_form(frame(language_of(request)), await typed_in(request))
    stored = await stored_organisation(person)
    body = form.frame.written(form.typed, stored.record)
    save = partial(person.replace, Service.CUSTOMERS, "/organisation", body, version=form.version)
    answer, form = await saved(form, save, partial(stored_organisation, person))
    if answer is not None:
        return redirected("/organisation", told="saved")
    return _shown(request, person, form, stored.record, status_of(form))


async def stored_organisation(person: Person) -> Seen[dict[str, JsonValue]]:
    """The organisation; before anybody has entered it an empty one."""
    try:
        return await person.read_json(Service.CUSTOMERS, "/organisation")
    except RefusedError as refused:
        if refused.problem.status != NOT_FOUND:
            raise
        start: dict[str, JsonValue] = {
            "invoice_number_pattern": "{year}-{number:06}",
            "account_number_pattern": "K-{number:06}",
            "mandate_reference_pattern": "M-{number:06}",
            "address": {"country": "DE"},
        }
        return Seen(start, 0)


def _shown(
    request: Request,
    person: Person,
    form: Form,
    stored: dict[str, JsonValue],
    status: int = 200,
) -> Response:
    return page(
        request,
        "organisation.html",
        status=status,
        form=form,
        missing=stored.get("missing_for_debits", ["name", "iban", "bic", "creditor_id"]),
        may_change=bool(MAY_CHANGE & set(person.member.roles)),
    )
