"""payments.csv: what its rows do to the payment details of parties."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.errors import FieldError, InvalidInputError

from kontor_customers.model.imports.columns import (
    Nested,
    RowRefusedError,
    laid_over,
    parsed_row,
    refusal,
)
from kontor_customers.model.imports.directory import Directory, PartyOutline
from kontor_customers.model.imports.payment_row import PaymentRow, fields_with, stored_cells
from kontor_customers.model.imports.plan import Outcome, Plan, planned, unknown_party
from kontor_customers.model.imports.rows import CellError, Row, number_of
from kontor_customers.model.organisation import (
    OrganisationIncompleteError,
    require_ready_for_debits,
)
from kontor_customers.model.payment import references, taken_by_others
from kontor_customers.model.payment_change import changed

COLUMNS = {name: (name,) for name in PaymentRow.model_fields}
#: Columns of the fields that `changed` may refuse.
_COLUMN_OF_FIELD = {
    "reference": "mandate_reference",
    "scheme": "mandate_scheme",
    "signed_on": "mandate_signed_on",
    "last_used_on": "mandate_last_used_on",
    "b2b_confirmed_on": "mandate_b2b_confirmed_on",
    "account_id": "iban",
    "mandates": "mandate_reference",
}


@dataclass(frozen=True)
class Ledger:
    """What the rows are held against, by account number."""

    directory: Directory[PartyOutline]
    payments: Mapping[str, PaymentDetails]
    #: Account numbers of private persons.
    consumers: frozenset[str]
    organisation: Organisation | None
    #: Mandate references in use, and by which mandate.
    taken: Mapping[str, UUID]


def keys_of(row: Row) -> dict[str, str]:
    """Per column what may stand once in the file: the row's key, and one default for a party."""
    cells = {name: cell.strip() for name, cell in row.cells.items()}
    keys = {"key": f"{cells['number']}\n{cells.get('key', '')}"}
    if cells.get("default", "").casefold() in {"yes", "y", "true", "1", "on"}:
        keys["default"] = f"{cells['number']}\n\ndefault"
    return keys


def plan_payments(
    rows: Iterable[Row], ledger: Ledger, *, today: date, new_id: Callable[[], UUID]
) -> Plan[PaymentDetails]:
    """What the rows do to the payment details in `ledger`."""
    taken = dict(ledger.taken)

    def step(plan: Plan[PaymentDetails], row: Row) -> Outcome:
        number = ledger.directory.meant_by(number_of(row))
        before = plan.current(number) if number else None
        if number is None or before is None:
            raise unknown_party(lambda: _parsed({}, row))
        said = _said(row, before)
        _refuse_unready(said, ledger.organisation)
        _refuse_other_creditor(said, ledger.organisation)
        consumer = number in ledger.consumers
        after = _after(before, said, consumer=consumer, today=today, new_id=new_id)
        if after is before:
            return Outcome.UNCHANGED
        _refuse_taken(after, taken)
        taken.update(references(after))
        plan.after[number] = after.model_copy(
            update={"version": ledger.payments[number].version + 1}
        )
        return _outcome(before, after)

    return planned(rows, Plan(dict(ledger.payments)), step)


def _said(row: Row, before: PaymentDetails) -> PaymentRow:
    stored = stored_cells(before, row.cells.get("key", "").strip())
    iban = row.cells.get("iban", "")
    if "bic" not in row.cells and "".join(iban.split()).upper() != stored.get("iban"):
        stored.pop("bic", None)
    return _parsed(stored, row)


def _parsed(stored: Nested, row: Row) -> PaymentRow:
    return parsed_row(PaymentRow, laid_over(stored, row.cells, COLUMNS), COLUMNS)


def _refuse_unready(said: PaymentRow, organisation: Organisation | None) -> None:
    if said.method is PaymentMethod.TRANSFER:
        return
    try:
        require_ready_for_debits(organisation)
    except OrganisationIncompleteError as wrong:
        raise RowRefusedError([CellError("method", wrong.code, str(wrong))]) from wrong


def _refuse_other_creditor(said: PaymentRow, organisation: Organisation | None) -> None:
    """The business code, positions 5 to 7, may differ between mandates of one creditor."""
    if not said.creditor_id:
        return
    ours = organisation.creditor_id if organisation else ""
    if (ours[:4], ours[7:]) != (said.creditor_id[:4], said.creditor_id[7:]):
        reason = "is not our own creditor identifier: the mandate is not ours to use"
        raise RowRefusedError([CellError("creditor_id", "other-creditor", reason)])


def _after(
    before: PaymentDetails,
    said: PaymentRow,
    *,
    consumer: bool,
    today: date,
    new_id: Callable[[], UUID],
) -> PaymentDetails:
    try:
        fields = fields_with(before, said)
        return changed(before, fields, consumer=consumer, today=today, new_id=new_id)
    except InvalidInputError as wrong:
        raise refusal(_by_column(wrong.fields), COLUMNS) from wrong


def _by_column(errors: Sequence[FieldError]) -> list[FieldError]:
    return [
        FieldError(
            _COLUMN_OF_FIELD.get(error.field.rpartition(".")[2], error.field),
            error.code,
            error.message,
        )
        for error in errors
    ]


def _refuse_taken(after: PaymentDetails, taken: Mapping[str, UUID]) -> None:
    errors = [
        CellError(
            "mandate_reference" if reference.startswith("sepa ") else "gocardless_mandate",
            "reference-taken",
            "belongs to another mandate",
        )
        for reference in taken_by_others(after, taken)
    ]
    if errors:
        raise RowRefusedError(errors)


def _outcome(before: PaymentDetails, after: PaymentDetails) -> Outcome:
    is_new = len(references(after)) + len(after.accounts) > len(references(before)) + len(
        before.accounts
    )
    return Outcome.CREATED if is_new else Outcome.UPDATED
