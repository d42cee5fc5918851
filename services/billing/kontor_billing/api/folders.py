"""Routes of folders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.transaction import Once
from kontor_contracts.billing.folder import Folder

from kontor_billing.api.callers import Reader, Seller
from kontor_billing.model.folder_changes import FolderFields
from kontor_billing.model.payment import EffectivePayment
from kontor_billing.usecases import folders
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.folder_payments import payment_of

OnceFolder = Annotated[Once | None, Depends(once(Folder))]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["folders"])

    @routes.post("/parties/{party_id}/folders", status_code=201)
    async def open_folder(
        party_id: UUID, fields: FolderFields, _caller: Seller, key: OnceFolder, response: Response
    ) -> Folder:
        """Open a folder, a draft that is not billed until it is activated."""
        folder = await folders.open_folder(billing, party_id, fields, key)
        response.headers["Location"] = f"/folders/{folder.id}"
        return _tagged(response, folder)

    @routes.get("/parties/{party_id}/folders")
    async def list_folders(party_id: UUID, _caller: Reader) -> Page[Folder]:
        """All folders of a party, by number."""
        return Page(items=await folders.folders_of(billing, party_id))

    @routes.get("/folders/{folder_id}")
    async def read_folder(folder_id: UUID, _caller: Reader, response: Response) -> Folder:
        """One folder with its lines."""
        return _tagged(response, (await folders.folder(billing, folder_id)).folder)

    @routes.get("/folders/{folder_id}/payment")
    async def read_payment(folder_id: UUID, _caller: Reader) -> EffectivePayment:
        """The effective payment: the folder's own, else the customer's, else by transfer."""
        return await payment_of(billing, folder_id)

    @routes.post("/folders/{folder_id}/activate")
    async def activate(folder_id: UUID, _caller: Seller, response: Response) -> Folder:
        """Have the folder billed from now on; again it changes nothing."""
        return _tagged(response, await folders.activate_folder(billing, folder_id))

    return routes


def _tagged(response: Response, folder: Folder) -> Folder:
    response.headers.update(etag(folder.version))
    return folder
