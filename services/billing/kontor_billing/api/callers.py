"""Who may do what in billing."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from kontor_chassis.http import Caller, Role, require
from kontor_chassis.http.access import STAFF, bound_to, is_contact, require_right
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.errors import NotFoundError

#: Sees folders, runs and invoices.
Reader = Annotated[Caller, Depends(require(*STAFF))]
#: The same of invoices, and a party's contacts with that right, who see their own party's.
InvoiceReader = Annotated[Caller, Depends(require_right(PortalRight.INVOICES, *STAFF))]
#: Opens folders and fills them.
Seller = Annotated[Caller, Depends(require(Role.SALES, Role.ACCOUNTING))]
#: Issues invoices and collects money.
Accountant = Annotated[Caller, Depends(require(Role.ACCOUNTING))]


def of_own_party(caller: Caller, party_id: UUID) -> UUID:
    """The party, if the caller may see it; to a contact any other is as if it were not there."""
    if is_contact(caller) and bound_to(caller) != party_id:
        raise NotFoundError("no such party")
    return party_id
