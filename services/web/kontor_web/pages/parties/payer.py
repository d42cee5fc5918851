"""Who pays in place of a customer: written as a number, kept as an id."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import JsonValue

from kontor_web.access import Person
from kontor_web.forms import Field, Form
from kontor_web.languages import marked
from kontor_web.pages.parties.reading import read_party
from kontor_web.pages.parties.records import PartyLine
from kontor_web.services import RefusedError
from kontor_web.settings import Service

GONE = (404, 410)

PAYER = Field(
    "payer_number",
    marked("Es zahlt ein anderer Kunde"),
    hint=marked("Seine Kundennummer. Leer: der Kunde selbst."),
)
#: What the services call it in errors.
PAYER_ALIASES = {"payer_id": PAYER.path}


async def with_payer_number(
    person: Person, record: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """The record as its form shows it."""
    payer_id = record.get("payer_id")
    if not payer_id:
        return {**record, PAYER.path: ""}
    return {**record, PAYER.path: await _number_of(person, UUID(str(payer_id)))}


async def with_payer_id(
    person: Person, form: Form, body: dict[str, JsonValue]
) -> tuple[dict[str, JsonValue], Form]:
    """The record as its service takes it; the form says when nobody has the number."""
    number = str(body.pop(PAYER.path, "") or "").strip()
    found = await _numbered(person, number) if number else None
    if number and found is None:
        form = form.wrong({PAYER.path: "unknown-party"})
    return {**body, "payer_id": str(found.id) if found else None}, form


async def _number_of(person: Person, payer_id: UUID) -> str:
    """Empty when there is no such party any more: a form that cannot tell must not forget."""
    try:
        return (await read_party(person, payer_id)).number
    except RefusedError as refused:
        if refused.problem.status not in GONE:
            raise
        return ""


async def _numbered(person: Person, number: str) -> PartyLine | None:
    found = await person.list(Service.CUSTOMERS, "/parties", PartyLine, q=number)
    return next((one for one in found.items if one.number == number), None)
