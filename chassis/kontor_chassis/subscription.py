"""What a service does with the facts of one topic, and in which order."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kontor_contracts.event import Event
from kontor_contracts.topic import Topic

from kontor_chassis.message import Fact
from kontor_chassis.transaction import Transaction

EventT = TypeVar("EventT", bound=Event)
Handler = Callable[[Sequence[EventT], Transaction], Awaitable[None]]
FactHandler = Callable[[Sequence[Fact], Transaction], Awaitable[None]]


@dataclass
class Subscription:
    """The handlers of one consumer group on one topic.

    A handler gets the facts of a batch in order, at most once each in effect, and writes in the
    batch's transaction. It raises a DomainError for what can never succeed, and does nothing
    slow.
    """

    topic: Topic
    group: str
    replicating: dict[type[Event], Handler[Event]] = field(default_factory=dict)
    reacting: dict[type[Event], Handler[Event]] = field(default_factory=dict)
    #: Handlers of `reacting` that want the envelope too.
    forwarding: set[object] = field(default_factory=set)
    #: Collections that the handlers of `replicating` write, one record an aggregate.
    replicas: tuple[str, ...] = ()

    def replicate(self, *types: type[EventT]) -> Callable[[Handler[EventT]], Handler[EventT]]:
        """Register a handler that only copies state by version: a rebuild runs these alone."""
        return lambda handler: _register(self.replicating, types, handler)

    def react(self, *types: type[EventT]) -> Callable[[Handler[EventT]], Handler[EventT]]:
        """Register a handler that causes something new; the inbox lets each fact through once."""
        return lambda handler: _register(self.reacting, types, handler)

    def forward(self, *types: type[Event]) -> Callable[[FactHandler], FactHandler]:
        """Like `react`, for a handler that passes facts on: it gets each with its envelope."""

        def register(handler: FactHandler) -> FactHandler:
            self.forwarding.add(handler)
            self.reacting.update(dict.fromkeys(types, handler))  # type: ignore[arg-type]  # `call` knows
            return handler

        return register

    async def call(self, handler: Handler[Event], facts: Sequence[Fact], tx: Transaction) -> None:
        """Give a handler of `reacting` its facts in the shape it registered for."""
        if handler in self.forwarding:
            await handler(facts, tx)  # type: ignore[arg-type]  # registered by `forward`
        else:
            await handler([fact.event for fact in facts], tx)


def _register(
    table: dict[type[Event], Handler[Event]],
    types: Sequence[type[EventT]],
    handler: Handler[EventT],
) -> Handler[EventT]:
    table.update(dict.fromkeys(types, handler))  # type: ignore[arg-type]  # called with its own types only
    return handler


def rounds(
    facts: Sequence[Fact], table: dict[type[Event], Handler[Event]], *, by_trace: bool = False
) -> Iterator[tuple[Handler[Event], list[Fact]]]:
    """As few calls as possible, and no fact before an earlier one of its lane.

    With `by_trace` the facts of a call are of one trace, which their effects then carry on. A
    billing run is one trace, so its invoices still come together.
    """

    def call(fact: Fact) -> tuple[Handler[Event], str | None]:
        return table[type(fact.event)], fact.envelope.traceparent if by_trace else None

    queue = [fact for fact in facts if type(fact.event) in table]
    while queue:
        wanted = call(queue[0])
        taken: list[Fact] = []
        left: list[Fact] = []
        blocked: set[tuple[int, str]] = set()
        for fact in queue:
            lane = fact.message.lane
            if lane not in blocked and call(fact) == wanted:
                taken.append(fact)
            else:
                blocked.add(lane)
                left.append(fact)
        yield wanted[0], taken
        queue = left
