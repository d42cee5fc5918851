"""Door 2: what billing keeps of the customers service, and what GoCardless collected."""

from collections.abc import Sequence

from kontor_chassis.consumer import Consumer
from kontor_chassis.transaction import Transaction
from kontor_contracts import topics
from kontor_contracts.billing.incoming import PaymentReceived
from kontor_contracts.billing.usage import UsageRecorded
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import (
    CustomerRegistered,
    PartyChanged,
    PartyEvent,
    ProspectConverted,
    ProspectRegistered,
)
from kontor_contracts.customers.payment import PaymentDetailsChanged
from kontor_contracts.delivery.gocardless import GocardlessPaymentChanged
from kontor_contracts.inbound import ServiceActivated

from kontor_billing.model.incoming import incoming_of
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.folder_changes import activate_reported
from kontor_billing.usecases.gocardless import follow_gocardless
from kontor_billing.usecases.mandate_uses import follow_customers
from kontor_billing.usecases.payments import note_payment

GROUP = "billing"
#: What a run waits for.
UPSTREAM = (topics.CUSTOMERS_ORGANISATION, topics.CUSTOMERS_PARTY, topics.CUSTOMERS_PAYMENT)


def subscribe(consumer: Consumer, billing: Billing) -> None:
    parties = consumer.topic(topics.CUSTOMERS_PARTY, group=GROUP, replicas=["parties"])

    @parties.replicate(ProspectRegistered, CustomerRegistered, ProspectConverted, PartyChanged)
    async def keep_parties(events: Sequence[PartyEvent], tx: Transaction) -> None:
        await billing.replicas.keep_parties([event.party for event in events], tx)

    _subscribe_others(consumer, billing)
    payments = consumer.topic(topics.CUSTOMERS_PAYMENT, group=GROUP, replicas=["payments"])

    @payments.replicate(PaymentDetailsChanged)
    async def keep_payments(events: Sequence[PaymentDetailsChanged], tx: Transaction) -> None:
        payments = [event.payment for event in events]
        await billing.replicas.keep_payments(payments, tx)
        await follow_customers(billing, payments, tx)

    organisation = consumer.topic(
        topics.CUSTOMERS_ORGANISATION, group=GROUP, replicas=["organisation"]
    )

    @organisation.replicate(OrganisationConfigured)
    async def keep_organisation(events: Sequence[OrganisationConfigured], tx: Transaction) -> None:
        for event in events:
            await billing.replicas.keep_organisation(event.organisation, tx)

    gocardless = consumer.topic(topics.DELIVERY_GOCARDLESS, group=GROUP)

    @gocardless.react(GocardlessPaymentChanged)
    async def follow_payments(events: Sequence[GocardlessPaymentChanged], tx: Transaction) -> None:
        await follow_gocardless(billing, events, tx)


def _subscribe_others(consumer: Consumer, billing: Billing) -> None:
    """What systems that are not Kontor's tell."""
    usage = consumer.topic(topics.INBOUND_USAGE, group=GROUP)

    @usage.replicate(UsageRecorded)
    async def keep_usage(events: Sequence[UsageRecorded], tx: Transaction) -> None:
        await billing.usage.keep(events, tx)

    received = consumer.topic(topics.INBOUND_PAYMENT, group=GROUP)

    @received.react(PaymentReceived)
    async def take_payments(events: Sequence[PaymentReceived], tx: Transaction) -> None:
        for event in events:
            await note_payment(billing, incoming_of(event), tx)

    services = consumer.topic(topics.INBOUND_SERVICE, group=GROUP)

    @services.react(ServiceActivated)
    async def activate(events: Sequence[ServiceActivated], tx: Transaction) -> None:
        for event in events:
            await activate_reported(billing, event.folder_id, event.activated_on, tx)
