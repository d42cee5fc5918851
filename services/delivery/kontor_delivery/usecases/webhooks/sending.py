"""Hand messages over: each stream in order, many streams at a time, none waiting for another."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction

from kontor_delivery.gateways.webhook_sender import WebhookSender
from kontor_delivery.model.webhooks.endpoint import Endpoint
from kontor_delivery.model.webhooks.message import Message, Reply
from kontor_delivery.model.webhooks.stream import Stream
from kontor_delivery.store.webhooks.streams import StreamClaims
from kontor_delivery.usecases.means import Means


@dataclass(frozen=True, slots=True)
class Turn:
    """A claimed stream with what it sends now; `is_last` when nothing else waits in it."""

    stream: Stream
    messages: Sequence[Message]
    is_last: bool


class StreamServing:
    """One turn of one claimed stream."""

    def __init__(self, means: Means, sender: WebhookSender, claims: StreamClaims) -> None:
        self._means = means
        self._sender = sender
        self._claims = claims

    async def serve(self, turn: Turn, endpoint: Endpoint | None) -> Sequence[Message] | None:
        """What was taken, to be kept by the caller; None where the stream was held up."""
        if endpoint is None or not endpoint.is_enabled:
            await self._claims.halt(turn.stream)
            return None
        taken: list[Message] = []
        for message in turn.messages:
            with tracing.continued(message.trace):
                reply = await self._sent(message, endpoint)
            attempted = message.attempted(reply, now())
            if not reply.accepts:
                await self._means.store.webhooks.messages.save(taken)
                stream = turn.stream.relieved() if taken else turn.stream
                await self._hold_up(stream, attempted, reply)
                return None
            taken.append(attempted)
        if taken and endpoint.gone_since:
            await self._forget_being_gone(endpoint)
        return taken

    async def _sent(self, message: Message, endpoint: Endpoint) -> Reply:
        return await self._sender.send(
            endpoint.url,
            message.body,
            webhook_id=message.webhook_id,
            secrets=endpoint.signing(now()),
            now=now(),
        )

    async def _hold_up(self, stream: Stream, message: Message, reply: Reply) -> None:
        """The refused message stays at the head, until patience ends."""
        moment = now()
        blocked = stream.refused(reply, now=moment, spread=random.random())  # noqa: S311  # jitter
        if blocked.is_hopeless(moment):
            message = message.given_up()
            blocked = blocked.relieved().model_copy(update={"due_at": moment})
        warns = blocked.needs_warning(moment)
        if warns:
            blocked = blocked.model_copy(update={"warned": True})

        async def commit(tx: Transaction) -> None:
            await self._means.store.webhooks.messages.save([message], tx)
            if await self._claims.go_on(blocked, tx):
                await self._judge(stream.endpoint_id, reply, warns=warns, tx=tx)

        with tracing.continued(message.trace):
            await self._means.transactions.run(commit)
            log.info("webhook-refused", endpoint=str(stream.endpoint_id), status=reply.status)

    async def _judge(
        self, endpoint_id: UUID, reply: Reply, *, warns: bool, tx: Transaction
    ) -> None:
        """What the refusal means for the endpoint as a whole; 410 twice ends its service."""
        if not (warns or reply.is_gone):
            return
        store, moment = self._means.store.webhooks, now()
        endpoint = await store.endpoints.get(endpoint_id, tx)
        if reply.is_gone and endpoint.is_enabled and endpoint.is_gone_for_good(moment):
            disabled = endpoint.disabled(str(reply))
            await store.endpoints.save(disabled, tx)
            await store.streams.halt(endpoint.id, tx)
            tx.publish(disabled.stopped(moment))
        elif reply.is_gone and endpoint.gone_since is None:
            await store.endpoints.save(endpoint.with_changes(gone_since=moment), tx)
            tx.publish(endpoint.failing(str(reply), moment))
        elif warns:
            tx.publish(endpoint.failing(str(reply), moment))

    async def _forget_being_gone(self, endpoint: Endpoint) -> None:
        async def commit(tx: Transaction) -> None:
            store = self._means.store.webhooks.endpoints
            current = await store.get(endpoint.id, tx)
            if current.gone_since:
                await store.save(current.with_changes(gone_since=None), tx)

        await self._means.transactions.run(commit)
