"""Actions: enter, change, move on, hand over, comment."""

from collections.abc import Callable
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.errors import FieldError, InvalidInputError, NotFoundError
from kontor_contracts.tasks.action import Action

from kontor_tasks.model import actions
from kontor_tasks.model.action_fields import ActionFields, CommentFields, HandOver, Move
from kontor_tasks.model.action_view import ActionView
from kontor_tasks.model.comments import Comment
from kontor_tasks.model.history import Author, Entry
from kontor_tasks.model.kinds import all_kinds
from kontor_tasks.model.versions import require_version
from kontor_tasks.usecases import installations
from kontor_tasks.usecases.desk import Desk, require_member, require_party, save_actions
from kontor_tasks.usecases.views import shown


async def plan(
    desk: Desk, fields: ActionFields, *, author: Author, once: Once | None = None
) -> ActionView:
    """A new action."""

    async def work(tx: Transaction) -> ActionView:
        await _require_known(desk, None, fields, tx)
        place = await desk.place(tx)
        action = actions.planned(fields, new_id(), place.zone)
        saved = await save_actions(desk, [(None, action)], author=author, now=now(), tx=tx)
        return (await shown(desk, saved, place))[0]

    return await desk.transactions.run(work, once=once)


async def change(
    desk: Desk, action_id: UUID, fields: ActionFields, *, seen: int | None, author: Author
) -> ActionView:
    """The action with new fields, made from the version that the caller has seen."""

    async def work(tx: Transaction) -> ActionView:
        before = await known_action(desk, action_id, tx)
        require_version(seen, before.version)
        await _require_known(desk, before, fields, tx)
        place = await desk.place(tx)
        after = actions.changed(before, fields, place.zone)
        saved = await save_actions(desk, [(before, after)], author=author, now=now(), tx=tx)
        return (await shown(desk, saved, place))[0]

    return await desk.transactions.run(work)


async def move(
    desk: Desk, action_id: UUID, to: Move, *, seen: int | None, author: Author
) -> ActionView:
    """The action in another state; what its installation unlocks opens with it."""
    return await _step(
        desk,
        action_id,
        lambda action: actions.moved(action, to.state),
        comment=to.comment,
        seen=seen,
        author=author,
    )


async def hand_over(
    desk: Desk, action_id: UUID, to: HandOver, *, seen: int | None, author: Author
) -> ActionView:
    """The action in other hands."""
    return await _step(
        desk,
        action_id,
        lambda action: actions.handed_over(action, to),
        comment=to.comment,
        seen=seen,
        author=author,
    )


async def _step(  # noqa: PLR0913  # a step, who takes it, and from where
    desk: Desk,
    action_id: UUID,
    decide: Callable[[Action], Action],
    *,
    comment: str,
    seen: int | None,
    author: Author,
) -> ActionView:
    async def work(tx: Transaction) -> ActionView:
        before = await known_action(desk, action_id, tx)
        require_version(seen, before.version)
        after = decide(before)
        if after.assignee_id != before.assignee_id:
            await require_member(desk, after.assignee_id, tx)
        saved = await save_actions(desk, [(before, after)], author=author, now=now(), tx=tx)
        await installations.follow(desk, before, after, author=author, tx=tx)
        if comment:
            await desk.comments.add(_comment(action_id, comment, author), tx)
        return (await shown(desk, saved, await desk.place(tx)))[0]

    return await desk.transactions.run(work)


async def add_comment(
    desk: Desk, action_id: UUID, fields: CommentFields, *, author: Author, once: Once | None = None
) -> Comment:
    """What somebody says about the action."""

    async def work(tx: Transaction) -> Comment:
        await known_action(desk, action_id, tx)
        comment = _comment(action_id, fields.text, author)
        await desk.comments.add(comment, tx)
        return comment

    return await desk.transactions.run(work, once=once)


async def comments(desk: Desk, action_id: UUID) -> list[Comment]:
    """What was said about the action, in order."""
    await known_action(desk, action_id)
    return await desk.comments.of(action_id)


async def history(desk: Desk, action_id: UUID, *, before: UUID | None, limit: int) -> list[Entry]:
    """Who changed what about the action, the latest first."""
    await known_action(desk, action_id)
    return await desk.history.of(str(action_id), before=before, limit=limit)


async def known_action(desk: Desk, action_id: UUID, tx: Transaction | None = None) -> Action:
    """The action; NotFoundError when there is none."""
    action = await desk.actions.get(action_id, tx)
    if action is None:
        raise NotFoundError("there is no such action")
    return action


def _comment(action_id: UUID, text: str, author: Author) -> Comment:
    return Comment(id=new_id(), action_id=action_id, at=now(), author=author, text=text)


async def _require_known(
    desk: Desk, before: Action | None, fields: ActionFields, tx: Transaction
) -> None:
    """Whatever is named anew must be there."""
    if before is None or fields.kind != before.kind:
        await require_kind(desk, fields.kind, tx)
    if before is None or fields.assignee_id != before.assignee_id:
        await require_member(desk, fields.assignee_id, tx)
    if before is None or fields.party_id != before.party_id:
        await require_party(desk, fields.party_id, tx)


async def require_kind(desk: Desk, key: str, tx: Transaction) -> None:
    """InvalidInputError unless the kind is offered."""
    offered = {kind.key for kind in all_kinds(await desk.kinds.all(tx)) if kind.active}
    if key not in offered:
        message = f"is none of {', '.join(sorted(offered))}"
        wrong = FieldError("kind", "unknown-kind", message)
        raise InvalidInputError("There is no such kind of action.", fields=[wrong])
