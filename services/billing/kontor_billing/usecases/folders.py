"""Folders: opened below a party, and looked up."""

from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.party import Party
from kontor_contracts.errors import NotFoundError, NotYetKnownError

from kontor_billing.model.folder_changes import (
    FolderFields,
    FolderNumberTakenError,
    event_of,
    opened,
)
from kontor_billing.model.folders import BilledFolder
from kontor_billing.usecases.articles import prices_for
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.folder_checks import check_names


async def open_folder(
    billing: Billing, party_id: UUID, fields: FolderFields, once: Once | None
) -> Folder:
    """A new draft; NotYetKnownError while the party may still be on its way to us."""
    await known_party(billing, party_id)
    prices = await prices_for(billing, party_id, fields.lines)
    folder = opened(party_id, fields, prices, new_id)
    await check_names(billing, party_id, fields)

    async def work(tx: Transaction) -> Folder:
        if await billing.folders.get(folder.id, tx):
            raise FolderNumberTakenError(f"the party has a folder {folder.number}")
        await billing.folders.save_all([(None, BilledFolder(folder, {}))], tx)
        tx.publish(event_of(None, folder))
        return folder

    return await billing.transactions.run(work, once=once)


async def known_party(billing: Billing, party_id: UUID) -> Party:
    """NotYetKnownError while it may still be on its way to us, then NotFoundError."""
    if found := await billing.replicas.party(party_id):
        return found
    if await billing.upstream.may_bring(party_id):
        raise NotYetKnownError("the party is not known here yet; try again shortly")
    if found := await billing.replicas.party(party_id):
        return found
    raise NotFoundError("no such party")


async def folders_of(billing: Billing, party_id: UUID) -> list[Folder]:
    found = await billing.folders.of_parties([party_id])
    return [one.folder for one in found.get(party_id, [])]


async def folder(billing: Billing, folder_id: UUID, tx: Transaction | None = None) -> BilledFolder:
    found = await billing.folders.get(folder_id, tx)
    if found is None:
        raise NotFoundError("no such folder")
    return found
