"""Rows of folders.csv and lines.csv: what each says, laid over what is stored."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kontor_contracts.billing.folder import (
    Folder,
    FolderLine,
    FolderPayment,
    FolderState,
    LineKind,
    Timing,
)
from kontor_contracts.billing.usage import (
    Bundle,
    Cap,
    Count,
    UsageKind,
    UsageTariff,
    UsageUnit,
)
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.values import Percent, Quantity, Value
from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from kontor_billing.model.articles import Listed, PriceList
from kontor_billing.model.coverage import Coverage, Span, extended
from kontor_billing.model.entered import FilledText
from kontor_billing.model.folder_changes import FolderNumber, folder_id, line_id
from kontor_billing.model.import_rows import RowRefusedError, refused
from kontor_billing.model.line_rules import line_errors


class FolderRow(Value):
    """`payment_reference` is the UMR of a SEPA mandate or GoCardless' mandate id."""

    number: FilledText
    folder: FolderNumber
    title: FilledText
    site: str = ""
    state: FolderState = FolderState.DRAFT
    purchase_order: Annotated[str, Field(max_length=50)] = ""
    payment_method: PaymentMethod | None = None
    payment_reference: str = ""
    activated_on: date | None = None
    batch: Annotated[str, Field(max_length=50)] = ""


class LineRow(Listed):
    """`billed_until`: an earlier system has billed the line up to that day.

    The `usage_` columns are the tariff of a usage line.
    """

    model_config = ConfigDict(validate_default=True)

    number: FilledText
    folder: FilledText
    line: FolderNumber
    kind: LineKind
    quantity: Quantity = Decimal(1)
    discount_percent: Percent = Decimal(0)
    interval_months: int | None = None
    timing: Timing = Timing.ADVANCE
    start: date
    end: date | None = None
    billed_until: date | None = None
    usage_kind: UsageKind | None = None
    usage_unit: UsageUnit | None = None
    usage_per: Count = 1
    usage_step: Count = 1
    usage_included: Bundle = 0
    usage_cap: Cap | None = None
    usage_destination: Annotated[str, Field(max_length=100)] = ""

    @field_validator("description", "unit_price")
    @classmethod
    def say_what_no_article_says(cls, value: object, known: ValidationInfo) -> object:
        if value in ("", None) and not known.data.get("article"):
            raise PydanticCustomError("missing", "a line without an article says it itself")
        return value


FOLDER_COLUMNS = tuple(FolderRow.model_fields)
LINE_COLUMNS = tuple(LineRow.model_fields)
#: What people enter at a line and no column says: an import leaves it.
KEPT = ("discount_amount", "renewal_notice_days", "pauses", "prices")


def folder_from(
    row: FolderRow, party_id: UUID, details: PaymentDetails | None, before: Folder | None
) -> Folder:
    """The folder as the row says, with the lines that it has."""
    said = {
        "title": row.title,
        "site": row.site,
        "state": _state(row, before),
        "purchase_order": row.purchase_order,
        "payment": _payment(row, details),
        "batch": row.batch,
        "activated_on": row.activated_on or (before.activated_on if before else None),
    }
    if before is None:
        own = folder_id(party_id, row.folder)
        return Folder(id=own, version=1, party_id=party_id, number=row.folder, **said)
    return before.model_copy(update=said)


def _state(row: FolderRow, before: Folder | None) -> FolderState:
    """A folder is draft or active when it comes in; later a draft may become active."""
    allowed = {FolderState.DRAFT, FolderState.ACTIVE}
    if before and before.state is not FolderState.DRAFT:
        allowed = {before.state}
    if row.state not in allowed:
        raise refused("state", "not-allowed", f"must be {' or '.join(sorted(allowed))} here")
    return row.state


def _payment(row: FolderRow, details: PaymentDetails | None) -> FolderPayment | None:
    if row.payment_method is None:
        if row.payment_reference:
            raise refused("payment_method", "missing", "a mandate needs its payment method")
        return None
    if not row.payment_reference:
        return FolderPayment(method=row.payment_method)
    mandate = mandates_of(details, row.payment_method).get(row.payment_reference)
    if mandate is None:
        message = f"{row.payment_reference} is no {row.payment_method} mandate of the party"
        raise refused("payment_reference", "unknown-mandate", message)
    return FolderPayment(method=row.payment_method, mandate_id=mandate)


def mandates_of(details: PaymentDetails | None, method: PaymentMethod) -> dict[str, UUID]:
    """Ids of the party's mandates for `method` by the reference that people know."""
    if details is None or method is PaymentMethod.TRANSFER:
        return {}
    if method is PaymentMethod.SEPA_DEBIT:
        return {mandate.reference: mandate.id for mandate in details.mandates}
    return {mandate.reference: mandate.id for mandate in details.gocardless_mandates}


def references_of(details: PaymentDetails) -> set[str]:
    """All mandates of a party by the reference that people know."""
    sepa = {mandate.reference for mandate in details.mandates}
    return sepa | {mandate.reference for mandate in details.gocardless_mandates}


def line_from(row: LineRow, folder: Folder, prices: PriceList) -> FolderLine:
    try:
        terms = prices.terms_of(row, row.start)
    except InvalidInputError as wrong:
        raise RowRefusedError(str(wrong), fields=wrong.fields) from wrong
    shared = FolderLine.model_fields.keys() & LineRow.model_fields.keys()
    fields = {name: getattr(row, name) for name in shared}
    fields |= terms.of_a_line()
    fields["interval_months"] = row.interval_months or terms.interval_months
    key = line_id(folder.id, row.line)
    kept = next((one for one in folder.lines if one.id == key), None)
    if kept:
        fields |= {name: getattr(kept, name) for name in KEPT}
    line = FolderLine(id=key, tariff=_tariff(row), **fields)
    if errors := list(line_errors(line)):
        raise RowRefusedError("some cells are wrong", fields=errors)
    return line


def _tariff(row: LineRow) -> UsageTariff | None:
    if row.usage_kind is None or row.usage_unit is None:
        if row.kind is LineKind.USAGE:
            raise refused("usage_kind", "missing", "a usage line says usage_kind and usage_unit")
        return None
    said = {name: getattr(row, f"usage_{name}") for name in UsageTariff.model_fields}
    return UsageTariff(**said)


def with_line(folder: Folder, line: FolderLine) -> Folder:
    """The folder with `line` in the place of its earlier self, or behind the others."""
    lines = {one.id: one for one in folder.lines} | {line.id: line}
    return folder.model_copy(update={"lines": tuple(lines.values())})


def billed_before(row: LineRow, coverage: Coverage) -> Coverage:
    """What is billed of the line, with what the earlier system has billed."""
    if row.billed_until is None or row.billed_until <= row.start:
        return coverage
    return extended(coverage, [Span(row.start, row.billed_until)])
