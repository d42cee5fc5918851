"""What is shown of deliveries: a run's figures, and one line a delivery."""

from uuid import UUID

from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.values import Value

from kontor_delivery.model.states import Outcome, State


class Figures(Value):
    """How many are done, failed for good, or on their way."""

    done: int = 0
    failed: int = 0
    waiting: int = 0


class FileFigures(Figures):
    """The same of invoices, and the number of closed files that hold them."""

    files: int = 0


class Filter(Value):
    """What a list is narrowed to; `after` is the last line of the page before."""

    run_id: UUID | None = None
    channel: Channel | None = None
    states: tuple[State, ...] = tuple(State)
    after: tuple[str, UUID] | None = None
    limit: int = 100


class FileFilter(Value):
    """The same of files; `after` is the last file of the page before."""

    run_id: UUID | None = None
    kind: Channel | None = None
    after: UUID | None = None
    limit: int = 100


Counts = dict[tuple[Channel, State], int]


def figures(counts: Counts, channel: Channel) -> Figures:
    sums = dict.fromkeys(Outcome, 0)
    for (counted, state), count in counts.items():
        if counted is channel:
            sums[state.outcome] += count
    return Figures.model_validate(sums)
