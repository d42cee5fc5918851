"""The webhook process: so many streams at a time, and no endpoint may take all the places."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.worker import work_loop

from kontor_delivery.gateways.webhook_sender import WebhookSender
from kontor_delivery.model.webhooks.message import Message
from kontor_delivery.model.webhooks.stream import Stream
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.webhooks.sending import StreamServing, Turn

#: Messages of one stream sent in one go, before others have their turn; and of all in one read.
LONGEST_TURN, READ = 50, 500
#: What is under way has so long to end when the process is asked to.
GRACE_SECONDS = 5
LOOK_SECONDS = 0.01


class WebhookWorker:
    """Claims streams for its free places, serves each in a task, keeps results together."""

    def __init__(self, means: Means, sender: WebhookSender) -> None:
        self._slots = means.settings.webhook_slots
        self._store = means.store.webhooks
        self._lease = means.settings.lease
        self._claims = self._store.streams.claims(lease=self._lease)
        self._serving = StreamServing(means, sender, self._claims)
        self._running: dict[asyncio.Task[Sequence[Message] | None], Turn] = {}
        self._served: list[tuple[Turn, Sequence[Message]]] = []

    async def run(self, stopping: asyncio.Event) -> None:
        renewing = asyncio.create_task(self._renew())
        try:
            await work_loop(self.step, stopping=stopping, idle_seconds=0.1, calm_seconds=0.3)
        finally:
            if self._running:
                await asyncio.wait(self._running, timeout=GRACE_SECONDS)
            await self._keep_served()
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing

    async def step(self) -> bool:
        await self._keep_served()
        free = self._slots - len(self._running)
        claimed = await self._claim(free) if free >= self._slots // 4 else False
        if self._running and not claimed:
            await asyncio.sleep(LOOK_SECONDS)
        return bool(self._running or self._served)

    async def _claim(self, free: int) -> bool:
        streams = await self._claims.claim(limit=free, without=self._crowded())
        if not streams:
            return False
        known = {one.id: one for one in await self._store.endpoints.all()}
        for turn in await self._turns(streams):
            serving = self._serving.serve(turn, known.get(turn.stream.endpoint_id))
            task = asyncio.create_task(serving)
            self._running[task] = turn
            task.add_done_callback(self._ended)
        return True

    async def _turns(self, streams: Sequence[Stream]) -> list[Turn]:
        read = await self._store.messages.next_of([one.id for one in streams], limit=READ)
        waiting: dict[UUID, list[Message]] = defaultdict(list)
        for message in read:
            waiting[message.stream_id].append(message)
        return [
            Turn(
                stream=one,
                messages=waiting[one.id][:LONGEST_TURN],
                is_last=len(read) < READ and len(waiting[one.id]) <= LONGEST_TURN,
            )
            for one in streams
        ]

    def _ended(self, task: asyncio.Task[Sequence[Message] | None]) -> None:
        """A stream that stumbled over our own trouble comes again when its lease has run out."""
        turn = self._running.pop(task)
        if task.cancelled():
            return
        if error := task.exception():
            log.warning("webhook-stream-failed", stream=str(turn.stream.id), error=repr(error))
        elif (taken := task.result()) is not None:
            self._served.append((turn, taken))

    async def _keep_served(self) -> None:
        """First what was taken, then the streams: a crash between the two repeats nothing."""
        if not self._served:
            return
        served, self._served = self._served, []
        await self._store.messages.save([one for _, taken in served for one in taken])
        moment = now()
        resting = [turn.stream.relieved() for turn, _ in served if turn.is_last]
        going_on = [
            turn.stream.relieved().model_copy(update={"due_at": moment})
            for turn, _ in served
            if not turn.is_last
        ]
        await self._claims.settle(resting, going_on)

    def _crowded(self) -> list[UUID]:
        """Endpoints that hold half of all places: the rest is for others."""
        held = Counter(turn.stream.endpoint_id for turn in self._running.values())
        return [one for one, count in held.items() if count >= self._slots // 2]

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            held = [turn.stream.id for turn in self._running.values()]
            await self._claims.renew(held)
