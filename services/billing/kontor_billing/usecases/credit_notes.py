"""Credit notes, numbered in the series of the invoices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.billing.invoice import Invoice, InvoiceGenerated
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.errors import NotFoundError

from kontor_billing.model.credit_notes import (
    CreditRequest,
    check_request,
    credit_note,
    numbered,
)
from kontor_billing.model.numbering import invoice_number, series_of
from kontor_billing.model.receivable import credited, receivable_of
from kontor_billing.model.receivable_view import WholeInvoice
from kontor_billing.model.release import released
from kontor_billing.store.invoices import Issued
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.receivables import change


async def issue_credit_note(
    billing: Billing, invoice_id: UUID, request: CreditRequest, once: Once | None
) -> WholeInvoice:
    """Credit the invoice; two at the same time are decided one after the other."""
    check_request(request)
    original = await billing.receivables.body(invoice_id)
    organisation = await billing.replicas.organisation()
    if original is None or organisation is None:
        raise NotFoundError("no such invoice")
    crediting = Crediting(billing, original, request, organisation)
    return await billing.transactions.run(crediting.write, once=once)


@dataclass(frozen=True)
class Crediting:
    """The transaction of a credit note."""

    billing: Billing
    original: InvoiceGenerated
    request: CreditRequest
    organisation: Organisation

    async def write(self, tx: Transaction) -> WholeInvoice:
        billing, invoice = self.billing, self.original.invoice
        owed = await billing.receivables.get(invoice.id, tx)
        assert owed  # noqa: S101  # its body has been read
        today = civil_day(self.organisation, now())
        note = credit_note(
            self.original,
            self.request,
            await billing.receivables.credit_notes_of(invoice.number, tx),
            owed=owed,
            note_id=new_id(),
            issued_on=today,
        )
        note = numbered(note, await next_number(billing, self.organisation, today, tx))
        gross = note.invoice.totals.gross
        await change(billing, invoice.id, lambda one: credited(one, gross), tx)
        await publish_issued(billing, note, tx)
        if self.request.release:
            await _release(billing, invoice, tx)
        return WholeInvoice.with_body(receivable_of(note), note)


async def next_number(
    billing: Billing, organisation: Organisation, issued_on: date, tx: Transaction
) -> str:
    (number,) = await billing.counters.take(f"invoices/{series_of(issued_on)}", 1, tx)
    return invoice_number(organisation.invoice_number_pattern, issued_on, number)


async def publish_issued(billing: Billing, event: InvoiceGenerated, tx: Transaction) -> None:
    issued = Issued(event, event.model_dump_json().encode())
    await billing.invoices.add([issued], tx)
    tx.publish_prepared(event, issued.body)


async def _release(billing: Billing, invoice: Invoice, tx: Transaction) -> None:
    """A run that reads a folder before and writes after finds it changed and decides again."""
    for folder_id in _folder_ids(invoice):
        folder = await billing.folders.get(folder_id, tx)
        if folder:
            await billing.folders.save_all([(folder, released(folder, invoice))], tx)
    await billing.usage.release(invoice.id, tx)
    await billing.receivables.release(invoice.id, tx)


def _folder_ids(invoice: Invoice) -> Iterable[UUID]:
    return [section.folder_id for section in invoice.sections if section.folder_id]
