"""Standard installations: start with a folder's activation, follow its actions, show progress."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import FolderActivated
from kontor_contracts.errors import NotFoundError
from kontor_contracts.tasks.action import Action

from kontor_tasks.model.calendar import day_of
from kontor_tasks.model.history import Author
from kontor_tasks.model.installation_view import InstallationView, view_of
from kontor_tasks.model.installations import (
    StartedInstallation,
    action_of,
    after_finishing,
    installation_id,
    opened,
    started,
)
from kontor_tasks.usecases.desk import Desk, save_actions

BY_ACTIVATION = Author(subject="kontor-billing", name="Folder activated", door="event")
BY_DELAY = Author(subject="kontor-tasks", name="Delay over", door="clock")


async def start(desk: Desk, facts: Sequence[FolderActivated], tx: Transaction) -> None:
    """One installation per folder, however often its activation is told."""
    for fact in facts:
        template = fact.installation
        if template is None or await desk.installations.get(installation_id(fact.folder.id), tx):
            continue
        today = day_of(now(), (await desk.place(tx)).zone)
        fresh = started(fact, template, today)
        await _open_and_save(desk, None, fresh, author=BY_ACTIVATION, tx=tx)


async def follow(
    desk: Desk, before: Action, after: Action, *, author: Author, tx: Transaction
) -> None:
    """What the action's end, or its being taken up again, means for its installation."""
    if after.installation_id is None or before.is_finished == after.is_finished:
        return
    installation = await _known(desk, after.installation_id, tx)
    today = day_of(now(), (await desk.place(tx)).zone)
    day = today if after.is_finished else None
    following = after_finishing(installation, after.installation_task, day)
    await _open_and_save(desk, installation, following, author=author, tx=tx)


async def open_delayed(desk: Desk, limit: int = 100) -> int:
    """Open the tasks whose delay has ended; how many installations that were."""
    today = day_of(now(), (await desk.place()).zone)
    ids = await desk.installations.opening_by(today, limit)
    for one in ids:
        await desk.transactions.run(partial(_open, desk, one))
    return len(ids)


async def _open(desk: Desk, identity: UUID, tx: Transaction) -> None:
    installation = await _known(desk, identity, tx)
    await _open_and_save(desk, installation, installation, author=BY_DELAY, tx=tx)


async def _open_and_save(
    desk: Desk,
    before: StartedInstallation | None,
    following: StartedInstallation,
    *,
    author: Author,
    tx: Transaction,
) -> None:
    place = await desk.place(tx)
    today = day_of(now(), place.zone)
    after, tasks = opened(following, today)
    if before is not None and after == before:
        return
    version = before.version + 1 if before else 1
    await desk.installations.save(before, after.model_copy(update={"version": version}), tx)
    actions = [action_of(after, task, today, place.country) for task in tasks]
    steps = [(None, action) for action in actions]
    await save_actions(desk, steps, author=author, now=now(), tx=tx)


async def progress(desk: Desk, folder_id: UUID) -> InstallationView:
    """The installation of a folder; NotFoundError when it has none."""
    return view_of(await _known(desk, installation_id(folder_id)))


async def listed(
    desk: Desk, party_id: UUID | None, *, after: UUID | None, limit: int
) -> list[InstallationView]:
    """Installations in order of their ids."""
    return [
        view_of(one) for one in await desk.installations.listed(party_id, after=after, limit=limit)
    ]


async def _known(desk: Desk, identity: UUID, tx: Transaction | None = None) -> StartedInstallation:
    found = await desk.installations.get(identity, tx)
    if found is None:
        raise NotFoundError("no standard installation was started for this folder")
    return found
