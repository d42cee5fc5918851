"""What the use cases work with, and the one way to save with history and facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import may_be_unpublished, new_id
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.errors import FieldError, InvalidInputError, NotYetKnownError
from kontor_contracts.tasks.action import Action
from kontor_contracts.tasks.ticket import Ticket

from kontor_tasks.model.actions import event_of
from kontor_tasks.model.history import Author, Entry, changes_between
from kontor_tasks.model.kinds import Kind
from kontor_tasks.model.place import Place, place_of
from kontor_tasks.model.rules import Rule
from kontor_tasks.store import (
    Actions,
    Attachments,
    Comments,
    Configured,
    Feeds,
    History,
    Installations,
    Replicas,
    Tickets,
)

Step = tuple[Action | None, Action]


@dataclass(frozen=True)
class Desk:
    """The records of the service."""

    transactions: Transactions
    actions: Actions
    comments: Comments
    history: History
    replicas: Replicas
    kinds: Configured[Kind]
    rules: Configured[Rule]
    installations: Installations
    feeds: Feeds
    tickets: Tickets
    attachments: Attachments

    async def place(self, tx: Transaction | None = None) -> Place:
        return place_of(await self.replicas.organisation(tx))


async def save_actions(
    desk: Desk, steps: Sequence[Step], *, author: Author, now: datetime, tx: Transaction
) -> list[Action]:
    """Save those that differ as their next version, tell their histories, publish their facts."""
    made = [
        (before, _next_version(before, after, now)) for before, after in steps if before != after
    ]
    await desk.actions.save_all(made, tx)
    entries = [entry("action", before, after, author=author, now=now) for before, after in made]
    await desk.history.append(entries, tx)
    tx.publish(*(event_of(before, after) for before, after in made))
    saved = {after.id: after for _, after in made}
    return [saved.get(after.id, after) for _, after in steps]


def _next_version(before: Action | None, after: Action, now: datetime) -> Action:
    version = before.version + 1 if before else 1
    return after.model_copy(update={"version": version, "changed_at": now})


def entry(
    record: str,
    before: Action | Ticket | Kind | Rule | None,
    after: Action | Ticket | Kind | Rule,
    *,
    author: Author,
    now: datetime,
) -> Entry:
    """The line of the history that a change is."""
    return Entry(
        id=new_id(),
        about=after.key if isinstance(after, Kind | Rule) else str(after.id),
        record=record,
        version=after.version,
        at=now,
        author=author,
        changes=changes_between(before, after),
    )


async def require_party(desk: Desk, party_id: UUID | None, tx: Transaction) -> None:
    """NotYetKnownError for a party that we have not heard of."""
    if party_id and await desk.replicas.party(party_id, tx) is None:
        raise NotYetKnownError("the customer or prospect is not known here yet; try again shortly")


async def require_member(desk: Desk, member_id: UUID | None, tx: Transaction) -> None:
    """InvalidInputError unless it is of the team; NotYetKnownError while it may be on its way."""
    if member_id is None:
        return
    member = await desk.replicas.member(member_id, tx)
    if member is None and may_be_unpublished(member_id, now()):
        raise NotYetKnownError("the member of the team is not known here yet; try again shortly")
    if member is None or not member.active:
        wrong = FieldError("assignee_id", "unknown-member", "is no active member of the team")
        raise InvalidInputError("The assignee is not of the team.", fields=[wrong])
