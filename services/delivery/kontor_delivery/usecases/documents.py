"""Issue the document of an invoice: render, check, keep, and let its mail go."""

import asyncio
from datetime import timedelta

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.outages import is_outage
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.errors import DomainError

from kontor_delivery.gateways.einvoice_gate import EInvoiceGate
from kontor_delivery.gateways.rendering import Document, render_document
from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.einvoice import Profile
from kontor_delivery.model.mail.admission import released, without_document
from kontor_delivery.model.states import State
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.rules import refuse_violations

#: Not the invoice but our own program may be at fault: it is tried again before people are asked.
TRIES = 3
PAUSE = timedelta(seconds=30)


class DocumentWorker:
    """One loop: claims one invoice at a time and renders it in a thread."""

    def __init__(self, means: Means, gate: EInvoiceGate) -> None:
        self._means = means
        self._gate = gate
        self._queue = means.store.deliveries.queue(
            DocumentDelivery, Channel.DOCUMENT, State.PENDING, lease=means.settings.lease
        )

    async def step(self) -> bool:
        claimed = await self._queue.claim()
        for delivery in claimed:
            async with renewed(self._queue, [delivery.id]):
                with tracing.continued(delivery.trace):
                    await self._issue(delivery)
        return bool(claimed)

    async def _issue(self, delivery: DocumentDelivery) -> None:
        invoice = delivery.generated().invoice
        logo = await self._means.store.replicas.logo()
        try:
            document = await asyncio.to_thread(self._made, invoice, logo)
        except DomainError as broken:
            await self._fail(delivery, code=broken.code, reason=str(broken))
        except Exception as error:
            if is_outage(error):
                raise
            await self._fail_or_repeat(delivery, error)
        else:
            await self._keep(delivery, document)

    def _made(self, invoice: Invoice, logo: bytes) -> Document:
        document = render_document(invoice, logo=logo)
        refuse_violations(self._gate.check(document.xml, Profile.FACTUR_X))
        return document

    async def _keep(self, delivery: DocumentDelivery, document: Document) -> None:
        contents = self._means.contents
        pdf = await contents.put(f"{delivery.invoice_number}.pdf", document.pdf)
        xml = await contents.put(f"{delivery.invoice_number}.xml", document.xml)
        issued = delivery.with_changes(
            state=State.ISSUED, pdf=pdf.id, xml=xml.id, sha256=pdf.sha256, size=pdf.size,
            code="", reason="",
        )  # fmt: skip

        async def commit(tx: Transaction) -> bool:
            if not await self._queue.finish(issued, tx):
                return False
            mail = await self._means.store.deliveries.awaiting_mail(delivery.invoice_id, tx)
            if mail:
                await self._means.store.deliveries.save(released(mail, now()), tx)
            tx.publish(issued.issued(now()))
            return True

        if await self._means.transactions.run(commit):
            log.info("document-issued", invoice=delivery.invoice_number)
        else:
            await contents.remove(pdf.id, xml.id)

    async def _fail_or_repeat(self, delivery: DocumentDelivery, error: Exception) -> None:
        log.warning("document-not-made", invoice=delivery.invoice_number, exc_info=error)
        if delivery.attempts < TRIES:
            await self._queue.postpone(delivery.id, until=now() + PAUSE, reason=repr(error))
        else:
            await self._fail(delivery, code="not-renderable", reason=repr(error))

    async def _fail(self, delivery: DocumentDelivery, *, code: str, reason: str) -> None:
        """Stop this invoice alone, and its mail with it."""
        failed = delivery.with_changes(state=State.FAILED, code=code, reason=reason)

        async def commit(tx: Transaction) -> None:
            if not await self._queue.finish(failed, tx):
                return
            tx.publish(failed.failed(now()))
            mail = await self._means.store.deliveries.awaiting_mail(delivery.invoice_id, tx)
            if mail:
                stopped = without_document(mail)
                await self._means.store.deliveries.save(stopped, tx)
                tx.publish(stopped.failed(now()))

        await self._means.transactions.run(commit)
