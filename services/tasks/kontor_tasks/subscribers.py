"""Door 2: facts of other services."""

from collections.abc import Sequence

from kontor_chassis.consumer import Consumer
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.delivery.delivery import DeliveryFailed
from kontor_contracts.topics import CUSTOMERS_ORGANISATION, DELIVERY_DELIVERY

from kontor_tasks.usecases import Tasks

GROUP = "tasks"


def subscribe(consumer: Consumer, tasks: Tasks) -> None:
    organisation = consumer.topic(CUSTOMERS_ORGANISATION, group=GROUP)
    delivery = consumer.topic(DELIVERY_DELIVERY, group=GROUP)

    @organisation.replicate(OrganisationConfigured)
    async def keep_organisation(facts: Sequence[OrganisationConfigured], tx: Transaction) -> None:
        await tasks.keep_organisation(facts, tx)

    @delivery.react(DeliveryFailed)
    async def plan_after_failures(facts: Sequence[DeliveryFailed], tx: Transaction) -> None:
        await tasks.plan_after_failures(facts, tx)
