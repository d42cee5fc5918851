"""Who may do what in billing."""

from typing import Annotated

from fastapi import Depends
from kontor_chassis.http import Caller, Role, require
from kontor_chassis.http.access import STAFF

#: Sees folders, runs and invoices.
Reader = Annotated[Caller, Depends(require(*STAFF))]
#: Opens folders and fills them.
Seller = Annotated[Caller, Depends(require(Role.SALES, Role.ACCOUNTING))]
#: Issues invoices and collects money.
Accountant = Annotated[Caller, Depends(require(Role.ACCOUNTING))]
