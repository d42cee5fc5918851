"""Copies of what other services own."""

from collections.abc import Sequence

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import OrganisationConfigured, OrganisationLogoChanged
from kontor_contracts.customers.party import PartyEvent
from kontor_contracts.customers.payment import PaymentDetailsChanged

from kontor_delivery.model.logo import Logo
from kontor_delivery.model.mail.again import PartyRecipients
from kontor_delivery.model.mail.recipients import InactiveContacts
from kontor_delivery.usecases.means import Means


async def keep_organisation(
    means: Means, facts: Sequence[OrganisationConfigured], tx: Transaction
) -> None:
    newest = max(facts, key=lambda fact: fact.order)
    await means.store.replicas.keep_organisation(newest.organisation, tx)


async def keep_logo(
    means: Means, facts: Sequence[OrganisationLogoChanged], tx: Transaction
) -> None:
    newest = max(facts, key=lambda fact: fact.order)
    await means.store.replicas.keep_logo(Logo.of(newest), tx)


async def keep_contacts(means: Means, facts: Sequence[PartyEvent], tx: Transaction) -> None:
    parties = [InactiveContacts.of(fact.party) for fact in facts]
    await means.store.replicas.keep_inactive(parties, tx)
    recipients = [PartyRecipients.of(fact.party) for fact in facts]
    await means.store.replicas.keep_recipients(recipients, tx)


async def keep_payments(
    means: Means, facts: Sequence[PaymentDetailsChanged], tx: Transaction
) -> None:
    await means.store.replicas.keep_payments([fact.payment for fact in facts], tx)
