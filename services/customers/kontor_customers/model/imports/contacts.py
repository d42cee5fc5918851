"""contacts.csv: a row is a contact, matched within its party by e-mail, without one by name."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated
from uuid import UUID

from kontor_contracts.customers.party import Contact, Party
from kontor_contracts.errors import InvalidInputError

from kontor_customers.model.bounces import contact_with
from kontor_customers.model.contact_fields import (
    DEFAULT_PORTAL_RIGHTS,
    MOST_CONTACTS,
    ContactFields,
)
from kontor_customers.model.functions import ContactFunction, with_function_keys
from kontor_customers.model.imports.columns import (
    Nested,
    RowRefusedError,
    laid_over,
    listed,
    parsed_row,
)
from kontor_customers.model.imports.directory import Directory
from kontor_customers.model.imports.plan import Outcome, Plan, planned, unknown_party
from kontor_customers.model.imports.rows import CellError, Row, number_of
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import line

COLUMNS = {
    "number": ("number",),
    "name": ("contact", "name"),
    "email": ("contact", "email"),
    "phone": ("contact", "phones"),
    "language": ("contact", "language"),
    "function": ("contact", "functions"),
    "active": ("contact", "active"),
    "invoice_recipient": ("contact", "invoice_recipient"),
    "portal_access": ("portal_access",),
    "portal_rights": ("contact", "portal_rights"),
}


class ContactRow(Strict):
    number: Annotated[str, line(200, required=True)]
    contact: ContactFields
    portal_access: bool = False


def keys_of(row: Row) -> dict[str, str]:
    """A contact is the same when its party and its e-mail (without one: its name) are."""
    cells = {name: cell.strip() for name, cell in row.cells.items()}
    person = cells.get("email") or cells.get("name", "")
    return {"email" if cells.get("email") else "name": f"{cells['number']}\n{person.casefold()}"}


def plan_contacts(
    rows: Iterable[Row],
    directory: Directory[Party],
    *,
    functions: Mapping[str, ContactFunction],
    new_id: Callable[[], UUID],
) -> Plan[Party]:
    """What the rows do to the contacts of the parties in the directory."""

    def step(plan: Plan[Party], row: Row) -> Outcome:
        number = directory.meant_by(number_of(row))
        party = plan.current(number) if number else None
        if party is None:
            raise unknown_party(lambda: _contact(row, None, new_id))
        before = _matching(party, row)
        after = _with_keys(_contact(row, before, new_id), party, functions)
        if after == before:
            return Outcome.UNCHANGED
        contacts = _with(party, before, after)
        version = directory.parties[party.number].version + 1
        plan.after[party.number] = party.model_copy(
            update={"contacts": contacts, "version": version}
        )
        return Outcome.UPDATED if before else Outcome.CREATED

    return planned(rows, Plan(dict(directory.parties)), step)


def _matching(party: Party, row: Row) -> Contact | None:
    email = row.cells.get("email", "").strip().casefold()
    name = row.cells.get("name", "").strip().casefold()
    for contact in party.contacts:
        if contact.email.casefold() == email if email else contact.name.casefold() == name:
            return contact
    return None


def _contact(row: Row, before: Contact | None, new_id: Callable[[], UUID]) -> Contact:
    record = laid_over(_stored(before), row.cells, COLUMNS)
    said = parsed_row(ContactRow, _with_lists(record, before), COLUMNS)
    rights = said.contact.portal_rights
    if "portal_access" in row.cells:
        rights = (rights or DEFAULT_PORTAL_RIGHTS) if said.portal_access else ()
    fields = said.contact.model_copy(update={"portal_rights": rights})
    return contact_with(fields, before, new_id)


def _with_keys(contact: Contact, party: Party, functions: Mapping[str, ContactFunction]) -> Contact:
    """The contact with keys in place of the names of its functions."""
    if not contact.functions:
        return contact
    fields = ContactFields(id=contact.id, name=contact.name, functions=contact.functions)
    try:
        (known,) = with_function_keys([fields], party, functions)
    except InvalidInputError as wrong:
        errors = [CellError("function", one.code, one.message) for one in wrong.fields]
        raise RowRefusedError(errors) from wrong
    return contact.model_copy(update={"functions": known.functions})


def _stored(contact: Contact | None) -> Nested:
    if contact is None:
        return {"contact": {}}
    fields = ContactFields.model_validate(contact.model_dump())
    return {"contact": fields.model_dump(mode="json", exclude_defaults=True)}


def _with_lists(record: Nested, before: Contact | None) -> Nested:
    """Cells of several entries; one phone stands for the first, and `no` for no recipient."""
    fields = record["contact"]
    assert isinstance(fields, dict)  # noqa: S101 - `_stored` began it
    if isinstance(cell := fields.get("phones"), str):
        phones = listed(cell)
        assert isinstance(phones, list)  # noqa: S101 - of a text
        kept = before.phones[1:] if before and len(phones) == 1 else ()
        fields["phones"] = [*phones, *kept]
    for field in ("functions", "portal_rights"):
        if field in fields:
            fields[field] = listed(fields[field])
    if fields.get("invoice_recipient") == "no":
        del fields["invoice_recipient"]
    return record


def _with(party: Party, before: Contact | None, after: Contact) -> tuple[Contact, ...]:
    if before is not None:
        return tuple(after if one.id == before.id else one for one in party.contacts)
    if len(party.contacts) >= MOST_CONTACTS:
        reason = f"the party has {MOST_CONTACTS} contacts, more do not fit"
        raise RowRefusedError([CellError("number", "too-many-contacts", reason)])
    return (*party.contacts, after)
