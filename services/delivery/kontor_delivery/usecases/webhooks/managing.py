"""People look after endpoints: make, change, rotate, test, enable, deliver again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.errors import FieldError, InvalidInputError, StaleVersionError

from kontor_delivery.gateways.webhook_sender import WebhookSender
from kontor_delivery.model.webhooks.address import url_faults
from kontor_delivery.model.webhooks.catalogue import fact_faults
from kontor_delivery.model.webhooks.endpoint import Endpoint, Secret
from kontor_delivery.model.webhooks.listing import MessageFilter, Redelivery
from kontor_delivery.model.webhooks.message import Message, Reply
from kontor_delivery.model.webhooks.payload import test_payload
from kontor_delivery.usecases.means import Means

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person enters about an endpoint."""

    name: str
    url: str
    facts: Sequence[str]


async def open_endpoint(means: Means, wishes: Wishes, once: Once | None) -> Endpoint:
    _refuse_faults(means, wishes)
    endpoint = Endpoint(
        id=new_id(),
        name=wishes.name.strip(),
        url=wishes.url,
        facts=tuple(sorted(set(wishes.facts))),
        secrets=(Secret.fresh(),),
    )

    async def commit(tx: Transaction) -> Endpoint:
        await means.store.webhooks.endpoints.add(endpoint, tx)
        return endpoint

    return await means.transactions.run(commit, once=once)


async def change_endpoint(
    means: Means, endpoint_id: UUID, wishes: Wishes, seen: int | None
) -> Endpoint:
    _refuse_faults(means, wishes)
    changes = {
        "name": wishes.name.strip(),
        "url": wishes.url,
        "facts": tuple(sorted(set(wishes.facts))),
    }

    async def commit(tx: Transaction) -> Endpoint:
        current = await means.store.webhooks.endpoints.get(endpoint_id, tx)
        if seen != current.version:
            raise StaleVersionError(
                "send the endpoint's current version as If-Match", current_version=current.version
            )
        changed = current.with_changes(**changes)
        await means.store.webhooks.endpoints.save(changed, tx)
        return changed

    return await means.transactions.run(commit)


async def rotate_secret(means: Means, endpoint_id: UUID) -> Endpoint:
    """A new secret; the one before goes on signing for a while."""
    fresh = Secret.fresh()

    async def commit(tx: Transaction) -> Endpoint:
        current = await means.store.webhooks.endpoints.get(endpoint_id, tx)
        overlap = means.settings.webhook_secret_overlap
        rotated = current.rotated(fresh, now=now(), overlap=overlap)
        await means.store.webhooks.endpoints.save(rotated, tx)
        return rotated

    return await means.transactions.run(commit)


async def enable_endpoint(means: Means, endpoint_id: UUID) -> Endpoint:
    """It gets everything that has waited, in order."""

    async def commit(tx: Transaction) -> Endpoint:
        current = await means.store.webhooks.endpoints.get(endpoint_id, tx)
        enabled = current.enabled()
        await means.store.webhooks.endpoints.save(enabled, tx)
        await means.store.webhooks.streams.wake(endpoint_id, now(), tx)
        return enabled

    return await means.transactions.run(commit)


async def disable_endpoint(means: Means, endpoint_id: UUID) -> Endpoint:
    """What it is to get waits until it is enabled again."""

    async def commit(tx: Transaction) -> Endpoint:
        current = await means.store.webhooks.endpoints.get(endpoint_id, tx)
        disabled = current.disabled("disabled by hand")
        await means.store.webhooks.endpoints.save(disabled, tx)
        await means.store.webhooks.streams.halt(endpoint_id, tx)
        return disabled

    return await means.transactions.run(commit)


async def close_endpoint(means: Means, endpoint_id: UUID) -> None:
    async def commit(tx: Transaction) -> None:
        store = means.store.webhooks
        for part in (store.endpoints, store.streams, store.messages):
            await part.remove(endpoint_id, tx)

    await means.transactions.run(commit)


async def deliver_again(means: Means, asked: Redelivery) -> int:
    """How many streams have something to send again."""
    asked = asked.checked()

    async def commit(tx: Transaction) -> int:
        store = means.store.webhooks
        endpoint = await store.endpoints.get(asked.endpoint_id, tx)
        streams = await store.messages.send_again(asked, tx)
        if endpoint.is_enabled:
            await store.streams.wake(endpoint.id, now(), tx, ids=streams)
        return len(streams)

    return await means.transactions.run(commit)


async def test_endpoint(means: Means, sender: WebhookSender, endpoint_id: UUID) -> Reply:
    """Send a message that says nothing, at once, outside every stream."""
    endpoint = await means.store.webhooks.endpoints.get(endpoint_id)
    moment = now()
    return await sender.send(
        endpoint.url,
        test_payload(moment),
        webhook_id=f"test-{new_id()}",
        secrets=endpoint.signing(moment),
        now=moment,
    )


async def list_endpoints(means: Means) -> list[Endpoint]:
    return await means.store.webhooks.endpoints.all()


async def read_endpoint(means: Means, endpoint_id: UUID) -> Endpoint:
    return await means.store.webhooks.endpoints.get(endpoint_id)


async def list_messages(means: Means, asked: MessageFilter) -> list[Message]:
    await means.store.webhooks.endpoints.get(asked.endpoint_id)
    return await means.store.webhooks.messages.page(asked)


def _refuse_faults(means: Means, wishes: Wishes) -> None:
    private = means.settings.webhook_allow_private
    faults = [*url_faults(wishes.url, allow_private=private), *fact_faults(wishes.facts)]
    if not 0 < len(wishes.name.strip()) <= LONGEST_NAME:
        faults.insert(0, FieldError("name", "length", f"1 to {LONGEST_NAME} characters."))
    if faults:
        raise InvalidInputError("the endpoint cannot be used like this", fields=faults)
