"""The files of a run: closed once all its invoices are settled, then made and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.logs import log
from kontor_chassis.transaction import Transaction
from kontor_contracts.delivery.delivery import Channel, LeftOut
from kontor_contracts.errors import DomainError

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.files import Closing, DeliveryFile, FileState, Member
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.means import Means


@dataclass(frozen=True, slots=True)
class Planned:
    """A file with name and number, and what goes into it."""

    file: DeliveryFile
    members: Sequence[Member]


class FileKind(Protocol):
    """What differs between archives and export files."""

    channel: Channel

    async def plan(
        self,
        closing: Closing,
        members: Sequence[Member],
        left_out: tuple[LeftOut, ...],
        tx: Transaction,
    ) -> list[Planned]: ...

    async def content(self, file: DeliveryFile) -> bytes: ...

    async def closed(
        self, file: DeliveryFile, members: Sequence[Delivery], tx: Transaction
    ) -> None:
        """What else is to happen with a file whose bytes are kept."""


class Filing:
    """First fixes name and members of each file, then makes it: again after a crash, the same."""

    def __init__(self, means: Means, kind: FileKind) -> None:
        self._means = means
        self._kind = kind
        self._queue = means.store.files.queue(kind.channel, lease=means.settings.lease)

    async def step(self) -> bool:
        for closing in await self._means.store.files.open_closings(self._kind.channel):
            await self._close_when_settled(closing)
        reserved = await self._queue.claim()
        for file in reserved:
            async with renewed(self._queue, [file.id]):
                with tracing.continued(file.trace):
                    await self._make(file)
        return bool(reserved)

    async def close(self, closing: Closing, parked: tuple[LeftOut, ...] = ()) -> None:
        """Fix the files of a run with what is taken now."""

        async def commit(tx: Transaction) -> None:
            files = self._means.store.files
            if not await files.close(closing, tx):
                return
            await files.gather(closing, tx)
            members = await files.members(closing, tx)
            left_out = await files.left_out(closing, tx) + parked
            for planned in await self._kind.plan(closing, members, left_out, tx):
                traced = planned.file.model_copy(update={"trace": closing.trace})
                await files.reserve(traced, planned.members, tx)

        await self._means.transactions.run(commit)

    async def _close_when_settled(self, closing: Closing) -> None:
        missing = closing.expected - await self._means.store.files.settled(closing)
        parked = await self._means.store.files.parked(closing) if missing > 0 else ()
        if len(parked) < missing and not closing.forced:
            return
        try:
            await self.close(closing, parked)
        except DomainError as hindrance:
            await self._note(closing, str(hindrance))

    async def _note(self, closing: Closing, reason: str) -> None:
        if closing.reason != reason:
            log.warning("files-wait", run=closing.label, channel=closing.channel, reason=reason)
            await self._means.store.files.note(closing, reason)

    async def _make(self, file: DeliveryFile) -> None:
        content = await self._kind.content(file)
        kept = await self._means.contents.put(file.name, content)
        closed = file.model_copy(
            update={
                "state": FileState.CLOSED,
                "content": kept.id,
                "sha256": kept.sha256,
                "size": kept.size,
            }
        )

        async def commit(tx: Transaction) -> bool:
            if not await self._queue.finish(closed, tx):
                return False
            members = await self._means.store.files.file_members(closed, tx)
            await self._kind.closed(closed, members, tx)
            tx.publish(closed.created(now()), *(one.delivered(now()) for one in members))
            return True

        if await self._means.transactions.run(commit):
            log.info("file-closed", file=file.name, count=file.count)
        else:
            await self._means.contents.remove(kept.id)
