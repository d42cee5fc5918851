"""customers.csv: a row is a customer or prospect, matched by number, else by VAT id or name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kontor_contracts.customers.party import Lifecycle, Party
from kontor_contracts.errors import InvalidInputError

from kontor_customers.model.imports.columns import (
    Nested,
    RowRefusedError,
    laid_over,
    listed,
    parsed_row,
    refusal,
)
from kontor_customers.model.imports.customer_columns import COLUMNS
from kontor_customers.model.imports.directory import Directory, vat_key
from kontor_customers.model.imports.plan import Outcome, Plan, planned
from kontor_customers.model.imports.rows import CellError, Row, number_of
from kontor_customers.model.numbers import AccountNumber
from kontor_customers.model.party import changed, converted, fields_of, registered
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.search import folded
from kontor_customers.model.strict import Strict


class CustomerRow(Strict):
    number: AccountNumber
    lifecycle: Lifecycle = Lifecycle.CUSTOMER
    party: PartyFields
    payer: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What the rows are held against."""

    directory: Directory[Party]
    #: Account numbers that nobody has, for rows without one.
    free_numbers: Iterator[str]
    #: Numbers of erased parties, which are never given again.
    erased: frozenset[str]
    #: Active team members by e-mail address.
    members: Mapping[str, UUID]
    today: date
    new_id: Callable[[], UUID]


def keys_of(row: Row) -> dict[str, str]:
    """A party stands once in a file, by its number, without one by VAT id or name."""
    if number := number_of(row):
        return {"number": number}
    if vat_id := vat_key(row.cells.get("vat_id", "")):
        return {"vat_id": f"vat {vat_id}"}
    return {"name": f"name {folded(row.cells.get('name', '').strip())}"}


def plan_customers(rows: Iterable[Row], around: Surroundings) -> Plan[Party]:
    """What the rows do to the parties in the directory."""
    directory = around.directory

    def step(plan: Plan[Party], row: Row) -> Outcome:
        number = number_of(row) or directory.described_by(row) or next(around.free_numbers)
        before = plan.current(number)
        after = _after(Row(row.line, {**row.cells, "number": number}), before, around)
        if after is before:
            return Outcome.UNCHANGED
        plan.after[number] = after
        if before is None:
            directory.add(after)
        return Outcome.UPDATED if before else Outcome.CREATED

    return planned(rows, Plan(dict(directory.parties)), step)


def _after(row: Row, before: Party | None, around: Surroundings) -> Party:
    record = _with_lists(laid_over(_stored(before), row.cells, COLUMNS))
    said = parsed_row(CustomerRow, record, COLUMNS)
    if said.number in around.erased:
        raise _refused("number", "erased", "belonged to a party that was erased")
    fields = said.party.model_copy(update=_references(said, row, around))
    if before is None:
        return registered(
            fields,
            number=said.number,
            lifecycle=said.lifecycle,
            today=around.today,
            new_id=around.new_id,
        )
    if said.lifecycle is Lifecycle.PROSPECT and before.lifecycle is Lifecycle.CUSTOMER:
        raise _refused("lifecycle", "customer-already", "a customer stays a customer")
    after = _changed(before, fields, around.new_id)
    if said.lifecycle is Lifecycle.CUSTOMER:
        after = converted(after, today=around.today)
    return after if after is before else after.model_copy(update={"version": before.version + 1})


def _changed(before: Party, fields: PartyFields, new_id: Callable[[], UUID]) -> Party:
    try:
        return changed(before, fields, new_id=new_id)
    except InvalidInputError as wrong:
        raise refusal(wrong.fields, {**COLUMNS, "payer": ("payer_id",)}) from wrong


def _references(said: CustomerRow, row: Row, around: Surroundings) -> dict[str, UUID | None]:
    """Ids in place of the payer's account number and the member's e-mail address."""
    ids: dict[str, UUID | None] = {}
    if "payer" in row.cells:
        payer = around.directory.parties.get(said.payer)
        if said.payer and payer is None:
            raise _refused("payer", "unknown-party", "is no account number of ours")
        ids["payer_id"] = payer.id if payer else None
    if "responsible" in row.cells:
        member = around.members.get(said.responsible.casefold())
        if said.responsible and member is None:
            raise _refused("responsible", "unknown-member", "is no e-mail of an active member")
        ids["responsible_id"] = member
    return ids


def _refused(column: str, code: str, reason: str) -> RowRefusedError:
    return RowRefusedError([CellError(column, code, reason)])


def _stored(party: Party | None) -> Nested:
    if party is None:
        return {"party": {}}
    fields = fields_of(party).model_dump(mode="json", exclude_defaults=True)
    return {"lifecycle": party.lifecycle, "party": fields}


def _with_lists(record: Nested) -> Nested:
    """Tags stand in one cell; amounts may have a decimal comma."""
    party = record.get("party")
    if isinstance(party, dict):
        if "tags" in party:
            party["tags"] = listed(party["tags"])
        if isinstance(amount := party.get("minimum_invoice"), str):
            party["minimum_invoice"] = amount.replace(",", ".")
    return record
