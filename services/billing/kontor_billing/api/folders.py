"""Routes of folders."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, etag, if_match, once
from kontor_chassis.transaction import Once
from kontor_contracts.billing.folder import Folder

from kontor_billing.api.callers import Reader, Seller
from kontor_billing.model.entered import Strict
from kontor_billing.model.folder_changes import FolderFields, FolderTerms
from kontor_billing.model.payment import EffectivePayment
from kontor_billing.usecases import folder_changes, folders
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.folder_payments import payment_of

OnceFolder = Annotated[Once | None, Depends(once(Folder))]
Seen = Annotated[int | None, Depends(if_match)]


class When(Strict):
    """The day of a step; none: today, by the organisation's clock."""

    on: date | None = None


TODAY = When()


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

    @routes.put("/folders/{folder_id}")
    async def put_folder(
        folder_id: UUID, terms: FolderTerms, _caller: Seller, seen: Seen, response: Response
    ) -> Folder:
        """Set the folder's title, site, role slots, payment, payer, batch ... all at once."""
        return _tagged(
            response, await folder_changes.change_folder(billing, folder_id, terms, seen=seen)
        )

    _add_steps(routes, billing)
    return routes


def _add_steps(routes: APIRouter, billing: Billing) -> None:
    """From draft to closed."""

    @routes.post("/folders/{folder_id}/activate")
    async def activate(folder_id: UUID, _caller: Seller, seen: Seen, response: Response) -> Folder:
        """Have the folder billed from now on; again it changes nothing."""
        return _tagged(
            response, await folder_changes.activate_folder(billing, folder_id, seen=seen)
        )

    @routes.post("/folders/{folder_id}/suspend")
    async def suspend(
        folder_id: UUID, _caller: Seller, seen: Seen, response: Response, when: When = TODAY
    ) -> Folder:
        """Bill no recurring line from that day until the folder is resumed."""
        return _tagged(
            response,
            await folder_changes.suspend_folder(billing, folder_id, when.on, seen=seen),
        )

    @routes.post("/folders/{folder_id}/resume")
    async def resume(
        folder_id: UUID, _caller: Seller, seen: Seen, response: Response, when: When = TODAY
    ) -> Folder:
        """Bill it again from that day."""
        return _tagged(
            response, await folder_changes.resume_folder(billing, folder_id, when.on, seen=seen)
        )

    @routes.post("/folders/{folder_id}/close")
    async def close(
        folder_id: UUID, _caller: Seller, seen: Seen, response: Response, when: When = TODAY
    ) -> Folder:
        """End the folder and its lines for good; the days before are still billed."""
        return _tagged(
            response, await folder_changes.close_folder(billing, folder_id, when.on, seen=seen)
        )


def _tagged(response: Response, folder: Folder) -> Folder:
    response.headers.update(etag(folder.version))
    return folder
