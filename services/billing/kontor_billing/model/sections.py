"""The charges of an invoice as its lines: a section per folder, positions from 1."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from kontor_contracts.billing.folder import LineKind
from kontor_contracts.billing.invoice import InvoiceLine, InvoiceSection
from kontor_contracts.values import Period

from kontor_billing.model.charge import Charge
from kontor_billing.model.coverage import Span
from kontor_billing.model.grouping import ChargedFolder
from kontor_billing.model.vat import ZERO, NetsByRate, Taxation


class UnknownVatRateError(Exception):
    """No VAT rate is known for the day of a supply."""


def sections_of(
    folders: Iterable[ChargedFolder], taxed: Taxation
) -> tuple[tuple[InvoiceSection, NetsByRate], ...]:
    """Each folder's section beside its nets by VAT rate; UnknownVatRateError names a day."""
    sections = []
    position = 1
    for charged in folders:
        lines = [
            _line(number, charge, taxed)
            for number, charge in enumerate(charged.charges, start=position)
        ]
        position += len(lines)
        sections.append((_section(charged, lines), _nets(lines)))
    return tuple(sections)


def _section(charged: ChargedFolder, lines: list[InvoiceLine]) -> InvoiceSection:
    folder = charged.folder
    return InvoiceSection(
        folder_id=folder.id,
        title=folder.title,
        site=folder.site,
        purchase_order=folder.purchase_order,
        net=sum((line.net for line in lines), ZERO),
        lines=tuple(lines),
    )


def _nets(lines: Iterable[InvoiceLine]) -> NetsByRate:
    sums: dict[Decimal, Decimal] = {}
    for line in lines:
        sums[line.vat_rate] = sums.get(line.vat_rate, ZERO) + line.net
    return sums


def _line(position: int, charge: Charge, taxed: Taxation) -> InvoiceLine:
    line, span = charge.line, charge.span
    rate = taxed.rate_on(charge.supplied_on, line.vat_class)
    if rate is None:
        raise UnknownVatRateError(f"no {line.vat_class} VAT rate is known for {charge.supplied_on}")
    dated = line.kind is not LineKind.ONE_OFF
    return InvoiceLine(
        position=position,
        # Usage is billed once by its own ids: a month may be billed again with what came late.
        folder_line_id=None if charge.used else line.id,
        article=line.article,
        description=line.description,
        period=_period(span) if dated else None,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=charge.unit_price,
        discount=charge.discount,
        net=charge.net,
        vat_category=taxed.category_at(rate),
        vat_rate=rate,
    )


@lru_cache(maxsize=4096)
def _period(span: Span) -> Period:
    """Shared by thousands of lines of a run."""
    return Period(start=span.start, end=span.end)
