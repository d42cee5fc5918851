"""Each fact becomes one row, and counts once."""

from collections.abc import Sequence

from kontor_chassis.consumer import Consumer
from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction
from kontor_contracts import topics
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.delivery.delivery import InvoiceDelivered
from kontor_contracts.event import Event

SERVICE = "ledger"
POSTINGS = "postings"


def subscribe(consumer: Consumer, database: Database) -> None:
    postings = database[POSTINGS]

    async def book(events: Sequence[Event], tx: Transaction) -> None:
        rows = [{"fact": event.type, "about": event.subject} for event in events]
        await postings.insert_many(rows, session=tx.session)

    delivered = consumer.topic(topics.DELIVERY_DELIVERY, group="ledger.delivered")
    delivered.react(InvoiceDelivered)(book)
    issued = consumer.topic(topics.BILLING_INVOICE, group="ledger.issued")
    issued.react(InvoiceGenerated)(book)
