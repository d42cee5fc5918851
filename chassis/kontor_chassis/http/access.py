"""Who may call a route."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from kontor_contracts.errors import NotAllowedError, NotSignedInError

from kontor_chassis import acting
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


@dataclass(frozen=True)
class Permission:
    """Who may call a route: a dependency that answers the caller.

    NotSignedInError (401) without a valid token, NotAllowedError (403) to everybody else.
    """

    roles: frozenset[Role]
    #: What a contact must be allowed to, where contacts may call at all.
    right: str = ""

    async def __call__(self, request: Request, credentials: Credentials) -> Caller:
        if credentials is None:
            raise NotSignedInError("send an access token: Authorization: Bearer ...")
        keys: KeyRing = request.app.state.keys
        found = await keys.caller_of(credentials.credentials)
        self._check(found)
        request.state.caller = found
        acting.acts(found.name)
        return found

    def _check(self, caller: Caller) -> None:
        holds = {Role.CONTACT.value} if is_contact(caller) else caller.roles
        if not holds & {one.value for one in self.roles}:
            raise NotAllowedError(f"this needs one of the roles {', '.join(sorted(self.roles))}")
        if is_contact(caller) and (
            caller.party_id is None or (self.right and self.right not in caller.rights)
        ):
            raise NotAllowedError(f"this contact has no right to {self.right}")


def require(*roles: Role) -> Permission:
    """A dependency that answers the caller, who holds one of `roles` or is an admin."""
    return Permission(frozenset({Role.ADMIN, *roles}))


def require_right(right: str = "", *roles: Role) -> Permission:
    """A dependency that answers a party's contact with the right, or a caller with a role.

    Without `right` any contact; without `roles` contacts alone. What a contact may see is its
    party's, `bound_to(caller)`: the route has to look to it.
    """
    team = {Role.ADMIN, *roles} if roles else set()
    return Permission(frozenset({Role.CONTACT, *team}), right)


def is_contact(caller: Caller) -> bool:
    """A party's contact, whatever other roles its token may name."""
    return Role.CONTACT in caller.roles or caller.party_id is not None


def bound_to(caller: Caller) -> UUID | None:
    """The one party that a contact sees; None for the team."""
    return caller.party_id if is_contact(caller) else None
