"""Credit notes: whole, for chosen lines, or over an amount; amounts are positive (kind 381)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kontor_contracts.billing.invoice import (
    CreditNoteGenerated,
    Invoice,
    InvoiceGenerated,
    InvoiceKind,
    InvoiceLine,
    InvoiceSection,
    Totals,
    VatBreakdown,
)
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError
from kontor_contracts.values import Amount, Percent
from pydantic import Field

from kontor_billing.model.entered import FilledText, Strict
from kontor_billing.model.receivable import Receivable
from kontor_billing.model.vat import ZERO, rate_vat

GROUP = "credit-note"


class NotCreditableError(ConflictError):
    """A credit note is not credited; an invoice is credited up to what it was over, and once."""


class CreditRequest(Strict):
    """Neither `lines` nor `amount`: the whole invoice, which cancels it."""

    #: Positions of the invoice's lines.
    lines: tuple[int, ...] = ()
    #: Net of VAT.
    amount: Amount | None = Field(default=None, gt=0)
    #: Of the amount; needed where the invoice has several rates.
    vat_rate: Percent | None = None
    reason: FilledText
    #: Whole invoice only: a later run bills the same services again.
    release: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.lines and self.amount is None


def check_request(request: CreditRequest) -> None:
    if request.lines and request.amount is not None:
        raise _wrong("amount", "contradicts", "credit lines or an amount, not both")
    if request.release and not request.is_whole:
        raise _wrong("release", "whole-only", "only a whole credit note releases its services")


def credit_note(  # noqa: PLR0913  # each is another thing to know
    original: InvoiceGenerated,
    request: CreditRequest,
    earlier: Sequence[InvoiceGenerated],
    *,
    owed: Receivable,
    note_id: UUID,
    issued_on: date,
) -> CreditNoteGenerated:
    """The credit note without its number; NotCreditableError when it credits too much."""
    invoice = original.invoice
    if invoice.kind is InvoiceKind.CREDIT_NOTE:
        raise NotCreditableError("a credit note is not credited: issue an invoice")
    sections = tuple(_sections(invoice, request, earlier))
    vat = _breakdown(invoice, sections)
    totals = _totals(vat)
    if owed.credited + totals.gross > owed.payable:
        left = owed.payable - owed.credited
        raise NotCreditableError(f"{totals.gross} is more than the {left} that can be credited")
    note = invoice.model_copy(
        update={
            "id": note_id,
            "kind": InvoiceKind.CREDIT_NOTE,
            "number": "",
            "preceding_number": invoice.number,
            "run_id": None,
            "group": GROUP,
            "issued_on": issued_on,
            "due_on": issued_on,
            "sections": sections,
            "vat": vat,
            "totals": totals,
            "collections": (),
        }
    )
    return CreditNoteGenerated(invoice=note, delivery=original.delivery)


def numbered(note: CreditNoteGenerated, number: str) -> CreditNoteGenerated:
    invoice = note.invoice.model_copy(update={"number": number})
    return note.model_copy(update={"invoice": invoice})


def _sections(
    invoice: Invoice, request: CreditRequest, earlier: Sequence[InvoiceGenerated]
) -> Iterable[InvoiceSection]:
    if request.is_whole:
        if earlier:
            raise NotCreditableError("a part is credited already: credit the lines that are left")
        return invoice.sections
    if request.lines:
        return _chosen(invoice, request.lines, earlier)
    return (_over_amount(invoice, request),)


def _chosen(
    invoice: Invoice, positions: Sequence[int], earlier: Sequence[InvoiceGenerated]
) -> Iterable[InvoiceSection]:
    """The lines keep their positions: by them a line that is credited already is known."""
    credited = {line.position for one in earlier for line in one.invoice.lines() if line.position}
    unknown = set(positions) - {line.position for line in invoice.lines()}
    if unknown:
        raise _wrong("lines", "unknown-line", f"the invoice has no line {min(unknown)}")
    if double := credited & set(positions):
        raise NotCreditableError(f"line {min(double)} is credited already")
    for section in invoice.sections:
        lines = tuple(line for line in section.lines if line.position in positions)
        if lines:
            net = sum((line.net for line in lines), ZERO)
            yield section.model_copy(update={"lines": lines, "net": net})


def _over_amount(invoice: Invoice, request: CreditRequest) -> InvoiceSection:
    assert request.amount is not None  # noqa: S101  # neither whole nor by lines
    rate = _rate(invoice, request.vat_rate)
    first_free = max(line.position for line in invoice.lines()) + 1
    line = InvoiceLine(
        position=first_free,
        description=request.reason,
        quantity=Decimal(1),
        unit_price=request.amount,
        net=request.amount,
        vat_category=rate.category,
        vat_rate=rate.rate,
    )
    return InvoiceSection(net=request.amount, lines=(line,))


def _rate(invoice: Invoice, wanted: Decimal | None) -> VatBreakdown:
    found = [one for one in invoice.vat if wanted is None or one.rate == wanted]
    if len(found) != 1:
        rates = ", ".join(f"{one.rate} %" for one in invoice.vat)
        raise _wrong("vat_rate", "choose", f"choose one of the invoice's rates: {rates}")
    return found[0]


def _breakdown(invoice: Invoice, sections: Iterable[InvoiceSection]) -> tuple[VatBreakdown, ...]:
    """By the rates of the invoice, whatever the law says on the day of the credit note."""
    nets: dict[Decimal, Decimal] = {}
    for section in sections:
        for line in section.lines:
            nets[line.vat_rate] = nets.get(line.vat_rate, ZERO) + line.net
    return tuple(
        one.model_copy(update={"net": nets[one.rate], "vat": rate_vat(nets[one.rate], one.rate)})
        for one in invoice.vat
        if one.rate in nets
    )


def _totals(vat: Iterable[VatBreakdown]) -> Totals:
    rows = tuple(vat)
    net = sum((one.net for one in rows), ZERO)
    tax = sum((one.vat for one in rows), ZERO)
    if net + tax <= 0:
        raise NotCreditableError(f"{net + tax} is nothing to credit")
    return Totals(net=net, vat=tax, gross=net + tax, payable=net + tax)


def _wrong(field: str, code: str, message: str) -> InvalidInputError:
    return InvalidInputError(message, fields=[FieldError(field, code, message)])
