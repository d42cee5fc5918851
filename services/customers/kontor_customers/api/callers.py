"""Who may do what, and how a caller is named in histories."""

from typing import Annotated

from fastapi import Depends
from kontor_chassis.http import Caller, Role, if_match, require

from kontor_customers.model.history import Author

#: Anybody of the team, and other systems, read and enter customers and prospects.
Reader = Annotated[
    Caller, Depends(require(Role.ACCOUNTING, Role.SALES, Role.SUPPORT, Role.INTEGRATION))
]
Editor = Reader
#: Bank data and the own organisation.
Accountant = Annotated[Caller, Depends(require(Role.ACCOUNTING, Role.INTEGRATION))]
Admin = Annotated[Caller, Depends(require())]
SeenVersion = Annotated[int | None, Depends(if_match)]

SEES_IBANS = frozenset({Role.ADMIN, Role.ACCOUNTING, Role.INTEGRATION})


def author_of(caller: Caller, door: str = "http") -> Author:
    """The caller as histories name it."""
    return Author(subject=caller.subject, name=caller.name, door=door)
