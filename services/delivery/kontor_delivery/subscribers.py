"""Door 2: facts of other services, one consumer group per process."""

from collections.abc import Awaitable, Callable, Sequence

from kontor_chassis.consumer import Consumer
from kontor_chassis.message import Fact
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import CreditNoteGenerated, InvoiceGenerated
from kontor_contracts.billing.run import BillingRunCompleted
from kontor_contracts.customers.organisation import OrganisationConfigured, OrganisationLogoChanged
from kontor_contracts.customers.party import (
    CustomerRegistered,
    PartyChanged,
    PartyEvent,
    ProspectConverted,
    ProspectRegistered,
)
from kontor_contracts.customers.payment import PaymentDetailsChanged
from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.topics import (
    BILLING_INVOICE,
    BILLING_RUN,
    CUSTOMERS_ORGANISATION,
    CUSTOMERS_PARTY,
    CUSTOMERS_PAYMENT,
)

from kontor_delivery.model.webhooks.catalogue import TOPICS, public_facts
from kontor_delivery.usecases import recording, replicating
from kontor_delivery.usecases.gocardless.recording import record_payments
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.webhooks.recording import record_facts as record_webhooks

Record = Callable[[Means, Sequence[InvoiceGenerated], Transaction], Awaitable[None]]


def subscribe_replicas(consumer: Consumer, means: Means) -> None:
    organisation = consumer.topic(
        CUSTOMERS_ORGANISATION, group="delivery", replicas=["organisation", "logo"]
    )
    party = consumer.topic(
        CUSTOMERS_PARTY, group="delivery", replicas=["inactive_contacts", "party_recipients"]
    )

    @organisation.replicate(OrganisationConfigured)
    async def keep_organisation(facts: Sequence[OrganisationConfigured], tx: Transaction) -> None:
        await replicating.keep_organisation(means, facts, tx)

    @organisation.replicate(OrganisationLogoChanged)
    async def keep_logo(facts: Sequence[OrganisationLogoChanged], tx: Transaction) -> None:
        await replicating.keep_logo(means, facts, tx)

    @party.replicate(ProspectRegistered, CustomerRegistered, ProspectConverted, PartyChanged)
    async def keep_contacts(facts: Sequence[PartyEvent], tx: Transaction) -> None:
        await replicating.keep_contacts(means, facts, tx)


def subscribe_documents(consumer: Consumer, means: Means) -> None:
    _record(consumer, means, recording.record_documents, group="delivery.documents")


def subscribe_mails(consumer: Consumer, means: Means) -> None:
    _record(consumer, means, recording.record_mails, group="delivery.email")


def subscribe_archives(consumer: Consumer, means: Means) -> None:
    group = "delivery.chorus-pro"
    _record(consumer, means, recording.record_archive_entries, group=group)
    _expect(consumer, means, Channel.CHORUS_PRO, group=group)


def subscribe_exports(consumer: Consumer, means: Means) -> None:
    group = "delivery.gocardless"
    _record(consumer, means, _record_collections, group=group)
    _expect(consumer, means, Channel.GOCARDLESS, group=group)
    payment = consumer.topic(CUSTOMERS_PAYMENT, group=group, replicas=["payments"])

    @payment.replicate(PaymentDetailsChanged)
    async def keep_payments(facts: Sequence[PaymentDetailsChanged], tx: Transaction) -> None:
        await replicating.keep_payments(means, facts, tx)


async def _record_collections(
    means: Means, facts: Sequence[InvoiceGenerated], tx: Transaction
) -> None:
    """By file and by API: each collection has one way, so it is recorded once."""
    await recording.record_export_entries(means, facts, tx)
    await record_payments(means, facts, tx)


def subscribe_webhooks(consumer: Consumer, means: Means) -> None:
    """Every fact that partners may choose; whether one has, is asked when it comes."""
    for topic in TOPICS:
        types = [one for one in public_facts().values() if one.topic is topic]

        @consumer.topic(topic, group="delivery.webhooks").forward(*types)
        async def record_facts(facts: Sequence[Fact], tx: Transaction) -> None:
            await record_webhooks(means, facts, tx)


def _record(consumer: Consumer, means: Means, record: Record, *, group: str) -> None:
    invoice = consumer.topic(BILLING_INVOICE, group=group)

    @invoice.react(InvoiceGenerated, CreditNoteGenerated)
    async def record_invoices(facts: Sequence[InvoiceGenerated], tx: Transaction) -> None:
        await record(means, facts, tx)


def _expect(consumer: Consumer, means: Means, channel: Channel, *, group: str) -> None:
    run = consumer.topic(BILLING_RUN, group=group)

    @run.react(BillingRunCompleted)
    async def expect_files(facts: Sequence[BillingRunCompleted], tx: Transaction) -> None:
        await recording.expect_files(means, facts, channel, tx)
