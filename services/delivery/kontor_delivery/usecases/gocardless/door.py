"""What GoCardless sends is kept, each event once; work comes later."""

from collections.abc import Sequence
from datetime import timedelta

from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction

from kontor_delivery.gateways.gocardless import GoCardless, read_webhook
from kontor_delivery.gateways.outcomes import ProviderError
from kontor_delivery.model.gocardless.event import ProviderEvent, ToldEvent
from kontor_delivery.usecases.means import Means

#: Events may be told late: so far before the newest one we look again.
OVERLAP = timedelta(days=1)


async def take_webhook(means: Means, body: bytes, signature: str) -> None:
    """WebhookSignatureError unless one of our secrets signed it; the same again changes nothing."""
    await _keep(means, read_webhook(body, signature, means.settings.gocardless_webhook_secrets))


async def catch_up(means: Means, provider: GoCardless) -> None:
    """Events whose webhook did not reach us; what cannot be asked now, is asked the next time."""
    newest = await means.store.gocardless.events.newest() or now()
    try:
        await _keep(means, await provider.events_since(newest - OVERLAP))
    except ProviderError as error:
        log.warning("gocardless-catch-up-failed", error=repr(error))


async def _keep(means: Means, told: Sequence[ToldEvent]) -> None:
    events = [ProviderEvent.of(one, now()) for one in told]

    async def commit(tx: Transaction) -> None:
        await means.store.gocardless.events.record(events, tx)

    await means.transactions.run(commit)
