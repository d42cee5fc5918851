"""Handles a batch of messages: one transaction, or poison found and parked."""

from collections.abc import Sequence

from kontor_contracts.envelope import NotAnEventError
from kontor_contracts.errors import DomainError
from kontor_contracts.topic import OTHERS, Topic
from pymongo.errors import DuplicateKeyError

from kontor_chassis import inbox, tracing
from kontor_chassis.logs import log
from kontor_chassis.message import Fact, Message, lanes, read
from kontor_chassis.metrics import HANDLED, PARKED
from kontor_chassis.mongo import Database
from kontor_chassis.outages import is_outage
from kontor_chassis.parking import WAITS_BEHIND, Lane, Parking, message_of
from kontor_chassis.refusal import refusal, service_of
from kontor_chassis.subscription import Subscription, rounds
from kontor_chassis.transaction import Transaction, Transactions

#: Tries of a batch that lost a race against another process.
RACES = 5


class BatchHandler:
    """Brings messages to their effect, or to the parked rows with a reason."""

    def __init__(
        self, subscription: Subscription, transactions: Transactions, database: Database
    ) -> None:
        self._subscription = subscription
        self._transactions = transactions
        self._database = database
        self._parking = Parking(database)

    @property
    def topic(self) -> Topic:
        return self._subscription.topic

    @property
    def group(self) -> str:
        return self._subscription.group

    async def handle(self, messages: Sequence[Message]) -> None:
        """Handle or park every message; raises only for an outage: then the batch comes again."""
        subscription = self._subscription
        keys = {message.lane[1] for message in messages}
        occupied = await self._parking.occupied(subscription.group, subscription.topic, keys)
        free: list[list[Message]] = []
        for lane in lanes(messages):
            if lane[0].lane[1] in occupied:
                lane = await self._queue_behind(lane)  # noqa: PLW2901  # what is left of it
            if lane:
                free.append(lane)
        if free:
            await self._settle(free)

    async def replay(self, lane: Lane) -> bool:
        """Handle the parked messages of `lane` in order; False when one fails again."""
        while row := await self._parking.oldest(lane):
            message = message_of(row, self._subscription.topic)
            try:
                await self._transactions.run(lambda tx, m=message: self._replay_one(lane, m, tx))  # type: ignore[misc]
            except Exception as error:
                if is_outage(error):
                    raise
                await self._park(message, _reason(error))
                return False
        return True

    async def _replay_one(self, lane: Lane, message: Message, tx: Transaction) -> None:
        await self._parking.touch(lane, tx.session)
        row = await self._parking.oldest(lane, tx.session)
        if row is None or row["offset"] != message.offset:
            return
        await self._apply([message], tx)
        await self._parking.remove(row["_id"], tx.session)

    async def _settle(self, parts: list[list[Message]]) -> None:
        """Apply the lanes together; when that fails, halve them until the poison is alone."""
        batch = [message for lane in parts for message in lane]
        try:
            await self._apply_in_transaction(batch)
        except Exception as error:
            if is_outage(error):
                raise
            if len(parts) > 1:
                middle = len(parts) // 2
                await self._settle(parts[:middle])
                await self._settle(parts[middle:])
            elif len(batch) > 1:
                await self._settle_one_by_one(batch)
            else:
                await self._park(batch[0], _reason(error))

    async def _settle_one_by_one(self, lane: Sequence[Message]) -> None:
        for position, message in enumerate(lane):
            try:
                await self._apply_in_transaction([message])
            except Exception as error:
                if is_outage(error):
                    raise
                await self._park(message, _reason(error))
                for later in lane[position + 1 :]:
                    await self._park(later, WAITS_BEHIND)
                return

    async def _apply_in_transaction(self, messages: Sequence[Message]) -> None:
        for _ in range(RACES - 1):
            try:
                await self._transactions.run(lambda tx: self._apply(messages, tx))
            except DuplicateKeyError:
                continue
            return
        await self._transactions.run(lambda tx: self._apply(messages, tx))

    async def _apply(self, messages: Sequence[Message], tx: Transaction) -> None:
        facts = [fact for message in messages if (fact := read(message))]
        for handler, batch in rounds(facts, self._subscription.replicating):
            await handler([fact.event for fact in batch], tx)
        await self._react(facts, tx)
        HANDLED.labels(self._subscription.group, self._subscription.topic.name).inc(len(facts))

    async def _react(self, facts: Sequence[Fact], tx: Transaction) -> None:
        group, table = self._subscription.group, self._subscription.reacting
        by_id = {fact.inbox_id: fact for fact in facts if type(fact.event) in table}
        if not by_id:
            return
        handled = await inbox.known(self._database, group, by_id, tx.session)
        new = [fact for one, fact in by_id.items() if one not in handled]
        if not new:
            return
        for handler, batch in rounds(new, table, by_trace=True):
            with tracing.continued(batch[0].envelope.traceparent):
                await self._subscription.call(handler, batch, tx)
        await inbox.remember(self._database, group, [fact.inbox_id for fact in new], tx.session)

    async def _queue_behind(self, messages: list[Message]) -> list[Message]:
        """Park messages of an occupied lane; answer those left when a replay freed it meanwhile."""
        for position, message in enumerate(messages):
            if not await self._transactions.run(
                lambda tx, m=message: self._park_if_occupied(m, tx)  # type: ignore[misc]
            ):
                return messages[position:]
        return []

    async def _park_if_occupied(self, message: Message, tx: Transaction) -> bool:
        lane = self._lane(message)
        await self._parking.touch(lane, tx.session)
        if not await self._parking.is_occupied(lane, tx.session):
            return False
        await self._parking.add(lane, message, WAITS_BEHIND, tx.session)
        return True

    async def _park(self, message: Message, reason: str) -> None:
        lane = self._lane(message)

        async def work(tx: Transaction) -> None:
            await self._parking.touch(lane, tx.session)
            new = await self._parking.add(lane, message, reason, tx.session)
            if new and self.topic.producer == OTHERS and reason != WAITS_BEHIND:
                tx.publish(refusal(message, reason, service=service_of(self.group)))

        await self._transactions.run(work)
        PARKED.labels(lane.group, lane.topic).inc()
        log.warning("message-parked", lane=lane.key, topic=lane.topic, reason=reason)

    def _lane(self, message: Message) -> Lane:
        return Lane(self._subscription.group, self._subscription.topic.name, message.lane[1])


def _reason(error: Exception) -> str:
    if isinstance(error, DomainError):
        return "; ".join([str(error), *(f"{one.field}: {one.message}" for one in error.fields)])
    if isinstance(error, NotAnEventError):
        return str(error)
    log.error("handler-failed", exc_info=error)
    return f"{type(error).__name__}: {error}"
