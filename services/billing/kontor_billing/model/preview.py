"""A run explained before it is made, a page of customers at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kontor_contracts.billing.folder import Folder, FolderState
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.billing.run import RunTotals
from kontor_contracts.customers.party import DeliveryMethod, Party
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.decision import Decision
from kontor_billing.model.draft import Draft
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.grouping import Split
from kontor_billing.model.left_out import LeftOut
from kontor_billing.model.run import outcome_of, totals_of
from kontor_billing.model.vat import ZERO

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
NetByFolder = Mapping[UUID, Decimal]


class Change(Value):
    """What the same folders cost in the month before; `percent` is None where that was nothing."""

    before: Amount
    percent: Decimal | None
    #: More than what was asked for, up or down.
    notable: bool


class PreviewedInvoice(Value):
    """An invoice as the run would issue it; `splits` say why its folders stand apart."""

    party_id: UUID
    account_number: str
    name: str
    folders: tuple[str, ...]
    splits: tuple[Split, ...]
    net: Amount
    vat: Amount
    gross: Amount
    currency: CurrencyCode
    delivery_method: DeliveryMethod
    change: Change


class NotBilledReason(StrEnum):
    DRAFT = "draft"
    #: It cost something in the month before.
    NOTHING_DUE = "nothing-due"


class NotBilled(Value):
    """A folder that somebody may look for in vain."""

    party_id: UUID
    account_number: str
    name: str
    folder: str
    reason: NotBilledReason
    before: Amount


class Preview(Value):
    """`totals` are of this page; the next page is behind `next_cursor`."""

    period: str
    totals: RunTotals
    invoices: tuple[PreviewedInvoice, ...]
    left_out: tuple[LeftOut, ...]
    not_billed: tuple[NotBilled, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A party with the folders that the run looks at, and what it would do with them."""

    party: Party
    folders: tuple[BilledFolder, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Months:
    """What folders cost net in the month before, and in this one's invoices that are issued."""

    before: NetByFolder
    issued: NetByFolder
    notable_percent: Decimal


def net_by_folder(invoices: Iterable[Invoice]) -> NetByFolder:
    sums: dict[UUID, Decimal] = {}
    for section in (section for invoice in invoices for section in invoice.sections):
        if section.folder_id:
            sums[section.folder_id] = sums.get(section.folder_id, ZERO) + section.net
    return sums


def preview_of(month: str, considered: Iterable[Considered], months: Months) -> Preview:
    """By account number, as people look for them."""
    made = sorted(considered, key=lambda one: one.party.number)
    decisions = [one.decision for one in made]
    return Preview(
        period=month,
        totals=totals_of([outcome_of(decisions)]),
        invoices=tuple(_previewed(draft, months) for one in decisions for draft in one.invoices),
        left_out=tuple(left for one in decisions for left in one.left_out),
        not_billed=tuple(missing for one in made for missing in _not_billed(one, months)),
    )


def _previewed(draft: Draft, months: Months) -> PreviewedInvoice:
    invoice = draft.invoice
    return PreviewedInvoice(
        party_id=invoice.party_id,
        account_number=invoice.buyer.number,
        name=invoice.buyer.name,
        folders=draft.group.folder_numbers,
        splits=draft.group.splits,
        net=invoice.totals.net,
        vat=invoice.totals.vat,
        gross=invoice.totals.gross,
        currency=invoice.currency,
        delivery_method=draft.delivery.method,
        change=_change(draft, months),
    )


def _change(draft: Draft, months: Months) -> Change:
    folders = {one.folder.id for one in draft.group.folders}
    before = sum((months.before.get(folder, ZERO) for folder in folders), ZERO)
    if not before:
        return Change(before=ZERO, percent=None, notable=False)
    percent = (draft.invoice.totals.net - before) / before * HUNDRED
    notable = abs(percent) > months.notable_percent
    return Change(before=before, percent=percent.quantize(TENTH), notable=notable)


def _not_billed(considered: Considered, months: Months) -> Iterator[NotBilled]:
    """Left out is said with its reason elsewhere; issued is issued."""
    decision, party = considered.decision, considered.party
    invoiced = {number for draft in decision.invoices for number in draft.group.folder_numbers}
    left_out = {number for one in decision.left_out for number in one.folders}
    for folder in (one.folder for one in considered.folders):
        reason = _reason(folder, months)
        if reason and folder.number not in invoiced | left_out and folder.id not in months.issued:
            yield NotBilled(
                party_id=party.id,
                account_number=party.number,
                name=party.name,
                folder=folder.number,
                reason=reason,
                before=months.before.get(folder.id, ZERO),
            )


def _reason(folder: Folder, months: Months) -> NotBilledReason | None:
    """None for a folder that nobody expects: empty, or without cost in the month before too."""
    if folder.state is FolderState.DRAFT and folder.lines:
        return NotBilledReason.DRAFT
    return NotBilledReason.NOTHING_DUE if months.before.get(folder.id) else None
