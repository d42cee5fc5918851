"""Who may call a route."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from kontor_contracts.errors import NotAllowedError, NotSignedInError

from kontor_chassis.tokens import Caller, KeyRing

_bearer = HTTPBearer(auto_error=False)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


class Role(StrEnum):
    """Roles of team members; `contact` is a customer's contact in the portal."""

    ADMIN = "admin"
    ACCOUNTING = "accounting"
    SALES = "sales"
    SUPPORT = "support"
    INTEGRATION = "integration"
    CONTACT = "contact"


STAFF = (Role.ACCOUNTING, Role.SALES, Role.SUPPORT)


def require(*roles: Role) -> Callable[[Request, Credentials], Awaitable[Caller]]:
    """A dependency that answers the caller, who holds one of `roles` or is an admin.

    NotSignedInError (401) without a valid token, NotAllowedError (403) without such a role.
    """
    permitted = {Role.ADMIN.value, *(role.value for role in roles)}

    async def caller(request: Request, credentials: Credentials) -> Caller:
        if credentials is None:
            raise NotSignedInError("send an access token: Authorization: Bearer ...")
        keys: KeyRing = request.app.state.keys
        found = await keys.caller_of(credentials.credentials)
        if not permitted & found.roles:
            raise NotAllowedError(f"this needs one of the roles {', '.join(sorted(permitted))}")
        request.state.caller = found
        return found

    return caller


def require_right(
    right: str = "", *roles: Role
) -> Callable[[Request, Credentials], Awaitable[Caller]]:
    """A dependency that answers a party's contact with the right, or a caller with a role.

    Without `right` any contact; without `roles` contacts alone. What a contact may see is its
    party's, `bound_to(caller)`: the route has to look to it.
    """
    permitted = require(Role.CONTACT, *roles)

    async def caller(request: Request, credentials: Credentials) -> Caller:
        found = await permitted(request, credentials)
        if is_contact(found):
            if found.party_id is None or (right and right not in found.rights):
                raise NotAllowedError(f"this contact has no right to {right}")
        elif not roles:
            raise NotAllowedError("this is for contacts of a party alone")
        return found

    return caller


def is_contact(caller: Caller) -> bool:
    """A party's contact, whatever other roles its token may name."""
    return Role.CONTACT in caller.roles or caller.party_id is not None


def bound_to(caller: Caller) -> UUID | None:
    """The one party that a contact sees; None for the team."""
    return caller.party_id if is_contact(caller) else None
