"""Where a delivery stands, and what that means for people."""

from enum import StrEnum


class Outcome(StrEnum):
    """What people count."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class State(StrEnum):
    """The states of all channels; each channel uses its own few."""

    #: document: to be rendered, then kept for good
    PENDING = "pending"
    ISSUED = "issued"
    #: e-mail: waits for the document, then for the mail server
    AWAITING_DOCUMENT = "awaiting-document"
    QUEUED = "queued"
    SENT = "sent"
    #: a notice whose link somebody opened; a mail that came back from everybody
    FETCHED = "fetched"
    BOUNCED = "bounced"
    #: archive and export file: to be checked, then held until the file closes
    RECORDED = "recorded"
    TAKEN = "taken"
    FILED = "filed"
    LEFT_OUT = "left-out"
    FAILED = "failed"

    @property
    def outcome(self) -> Outcome:
        if self in DONE:
            return Outcome.DONE
        return Outcome.FAILED if self in FAILED else Outcome.WAITING


DONE = frozenset({State.ISSUED, State.SENT, State.FETCHED, State.FILED})
FAILED = frozenset({State.LEFT_OUT, State.FAILED, State.BOUNCED})
#: An archive or export file closes when every invoice of its run is in one of these.
SETTLED = frozenset({State.TAKEN, State.LEFT_OUT})


def states_of(name: str) -> tuple[State, ...]:
    """The states behind what a caller asked for: an outcome, or one state."""
    if name in set(Outcome):
        return tuple(state for state in State if state.outcome == name)
    return (State(name),)
