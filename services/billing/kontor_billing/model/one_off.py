"""An invoice by hand: given lines for one party, decided as a run decides them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Annotated
from uuid import UUID, uuid5

from kontor_contracts.billing.folder import (
    Folder,
    FolderPayment,
    FolderState,
    LineKind,
)
from kontor_contracts.billing.invoice import Invoice, InvoiceSection
from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Percent, Period, Quantity
from pydantic import Field

from kontor_billing.model.articles import Article, Listed, PriceList
from kontor_billing.model.context import RunContext
from kontor_billing.model.decision import decide
from kontor_billing.model.draft import Draft
from kontor_billing.model.entered import Strict, Text
from kontor_billing.model.folder_changes import checked_lines
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.left_out import LeftOut
from kontor_billing.model.line_fields import LineFields
from kontor_billing.model.months import DAY
from kontor_billing.model.payer import Debtor, Payers

GROUP = "by-hand"
MOST_LINES = 1000


class OneOffLine(Listed):
    quantity: Quantity = Decimal(1)
    discount_percent: Annotated[Percent, Field(ge=0, le=100)] = Decimal(0)
    #: The day whose VAT rate applies; without one the day of issue.
    supplied_on: Annotated[date | None, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))] = None


class OneOffInvoice(Strict):
    """Everything else is as for any invoice of the party: address, VAT, payment, delivery."""

    party_id: UUID
    title: Text = ""
    #: BT-13.
    purchase_order: Annotated[str, Field(max_length=50)] = ""
    #: Instead of the customer's.
    payment: FolderPayment | None = None
    lines: Annotated[tuple[OneOffLine, ...], Field(min_length=1, max_length=MOST_LINES)]

    def period(self, issued_on: date) -> Period:
        """BG-14: from the first to the last day of supply."""
        days = [line.supplied_on or issued_on for line in self.lines]
        return Period(start=min(days), end=max(days) + DAY)


class NotInvoiceableError(InvalidInputError):
    """The party or the own organisation lacks what an invoice needs; all of it is named."""


def one_off_draft(
    context: RunContext,
    wanted: OneOffInvoice,
    *,
    customer: Debtor,
    payers: Payers,
    articles: Mapping[str, Article],
) -> Draft:
    """The invoice but for its number; NotInvoiceableError names everything to mend.

    A person asks for it: the customer's least amount of an invoice does not count.
    """
    prices = PriceList(articles, customer.party.language)
    folder = _folder(context.run_id, wanted, context.issued_on, prices)
    party = customer.party.model_copy(update={"minimum_invoice": None})
    decision = decide(
        context,
        party,
        payment=customer.details,
        folders=[BilledFolder(folder, {})],
        payers=payers,
    )
    if decision.left_out:
        raise _refused(decision.left_out)
    (draft,) = decision.invoices
    return Draft(_by_hand(draft.invoice), draft.delivery, draft.group)


def _folder(draft_id: UUID, wanted: OneOffInvoice, issued_on: date, prices: PriceList) -> Folder:
    """What a run would find; it is never stored."""
    return Folder(
        id=draft_id,
        version=1,
        party_id=wanted.party_id,
        number=GROUP,
        title=wanted.title,
        state=FolderState.ACTIVE,
        purchase_order=wanted.purchase_order,
        payment=wanted.payment,
        lines=checked_lines(_lines(wanted.lines, issued_on), prices, _ids(draft_id)),
    )


def _lines(lines: Iterable[OneOffLine], issued_on: date) -> Iterator[LineFields]:
    for line in lines:
        start = line.supplied_on or issued_on
        said = line.model_dump(exclude={"supplied_on"})
        yield LineFields(kind=LineKind.ONE_OFF, start=start, **said)


def _ids(draft_id: UUID) -> Callable[[], UUID]:
    numbers = count()
    return lambda: uuid5(draft_id, f"line/{next(numbers)}")


def _by_hand(invoice: Invoice) -> Invoice:
    """Of no run and no folder: nothing of a folder is billed by it."""
    sections = tuple(map(_without_folder, invoice.sections))
    return invoice.model_copy(update={"run_id": None, "group": GROUP, "sections": sections})


def _without_folder(section: InvoiceSection) -> InvoiceSection:
    lines = tuple(line.model_copy(update={"folder_line_id": None}) for line in section.lines)
    return section.model_copy(update={"folder_id": None, "lines": lines})


def _refused(missing: Iterable[LeftOut]) -> NotInvoiceableError:
    obstacles = [obstacle for one in missing for obstacle in one.obstacles]
    return NotInvoiceableError(
        "; ".join(obstacle.message for obstacle in obstacles),
        fields=[
            FieldError(field, obstacle.code, obstacle.message)
            for obstacle in obstacles
            for field in obstacle.fields or ("lines",)
        ],
    )
