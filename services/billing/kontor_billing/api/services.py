"""The route of a party's running services."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from kontor_chassis.http import Caller, Page
from kontor_chassis.http.access import STAFF, is_contact, require_right
from kontor_contracts.customers.party import PortalRight

from kontor_billing.api.callers import of_own_party
from kontor_billing.model.services import RunningService
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.services import running_services

ServiceReader = Annotated[Caller, Depends(require_right(PortalRight.SERVICES, *STAFF))]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["folders"])

    @routes.get("/parties/{party_id}/services")
    async def list_services(party_id: UUID, caller: ServiceReader) -> Page[RunningService]:
        """The lines that run today; to a contact prices are told with the right to invoices."""
        own = of_own_party(caller, party_id)
        priced = not is_contact(caller) or PortalRight.INVOICES in caller.rights
        return Page(items=await running_services(billing, own, with_prices=priced))

    return routes
