"""Folders changed by people: each change is one version, one fact, or nothing at all."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.billing.folder import Folder, FolderState
from kontor_contracts.errors import StaleVersionError

from kontor_billing.model.articles import PriceList
from kontor_billing.model.folder_changes import FolderTerms, event_of, with_terms
from kontor_billing.model.folder_life import activated, closed, resumed, suspended
from kontor_billing.model.folder_lines import line_added, line_changed
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.line_fields import LineFields
from kontor_billing.usecases.articles import prices_for
from kontor_billing.usecases.billing import Billing, civil_day
from kontor_billing.usecases.folder_checks import check_names
from kontor_billing.usecases.folders import folder
from kontor_billing.usecases.standard_installations import installation_of

Seen = int | None
Change = Callable[[BilledFolder], Folder]


async def change_folder(
    billing: Billing, folder_id: UUID, terms: FolderTerms, *, seen: Seen
) -> Folder:
    """The folder with its title, site, slots, payment ... as they are to be."""
    party_id = (await folder(billing, folder_id)).folder.party_id
    await check_names(billing, party_id, terms)
    return await _changed(
        billing, folder_id, lambda read: with_terms(read.folder, terms), seen=seen
    )


async def activate_folder(billing: Billing, folder_id: UUID, *, seen: Seen = None) -> Folder:
    """The folder, active; the fact goes out once, however often this is called."""
    today = await _today(billing)
    return await _changed(billing, folder_id, lambda read: activated(read.folder, today), seen=seen)


async def activate_reported(billing: Billing, folder_id: UUID, on: date, tx: Transaction) -> None:
    """Another system has switched it on: active from that day, whoever was first."""
    before = await folder(billing, folder_id, tx)
    after = activated(before.folder, on)
    if after is not before.folder:
        await _save(billing, before, after, tx)


async def suspend_folder(
    billing: Billing, folder_id: UUID, on: date | None, *, seen: Seen = None
) -> Folder:
    day = on or await _today(billing)
    return await _changed(billing, folder_id, lambda read: suspended(read.folder, day), seen=seen)


async def resume_folder(
    billing: Billing, folder_id: UUID, on: date | None, *, seen: Seen = None
) -> Folder:
    day = on or await _today(billing)
    return await _changed(billing, folder_id, lambda read: resumed(read.folder, day), seen=seen)


async def close_folder(
    billing: Billing, folder_id: UUID, on: date | None, *, seen: Seen = None
) -> Folder:
    day = on or await _today(billing)
    return await _changed(billing, folder_id, lambda read: closed(read.folder, day), seen=seen)


async def add_line(
    billing: Billing, folder_id: UUID, fields: LineFields, *, seen: Seen, once: Once | None
) -> Folder:
    line_id = new_id()
    prices = await _prices(billing, folder_id, fields)

    def change(read: BilledFolder) -> Folder:
        return line_added(read.folder, line_id, fields, prices)

    return await _changed(billing, folder_id, change, seen=seen, once=once)


async def change_line(
    billing: Billing, folder_id: UUID, line_id: UUID, fields: LineFields, *, seen: Seen
) -> Folder:
    prices = await _prices(billing, folder_id, fields)
    return await _changed(
        billing, folder_id, lambda read: line_changed(read, line_id, fields, prices), seen=seen
    )


async def _prices(billing: Billing, folder_id: UUID, fields: LineFields) -> PriceList:
    party_id = (await folder(billing, folder_id)).folder.party_id
    return await prices_for(billing, party_id, [fields])


async def _today(billing: Billing) -> date:
    return civil_day(await billing.replicas.organisation(), now())


async def _changed(
    billing: Billing, folder_id: UUID, change: Change, *, seen: Seen, once: Once | None = None
) -> Folder:
    """What changes nothing is no conflict, whichever version was seen."""

    async def work(tx: Transaction) -> Folder:
        before = await folder(billing, folder_id, tx)
        after = change(before)
        if after is not before.folder:
            _check_seen(before.folder, seen)
            await _save(billing, before, after, tx)
        return after

    return await billing.transactions.run(work, once=once)


def _check_seen(current: Folder, seen: Seen) -> None:
    if seen is not None and seen != current.version:
        raise StaleVersionError("the folder was changed meanwhile", current_version=current.version)


async def _save(billing: Billing, before: BilledFolder, after: Folder, tx: Transaction) -> None:
    starts = before.folder.state is FolderState.DRAFT and after.state is FolderState.ACTIVE
    template = await installation_of(billing, after, tx) if starts else None
    await billing.folders.save_all([(before, BilledFolder(after, before.billed))], tx)
    tx.publish(event_of(before.folder, after, template))
