"""Who may call a route."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated

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
