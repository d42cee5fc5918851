"""What sessions give: access tokens, remembered while they last in memory, and nowhere else."""

import time
from collections import OrderedDict
from typing import Generic, TypeVar

from kontor_contracts.values import Value

from kontor_web.services import Json, RefusedError, Services, UnreachableError
from kontor_web.settings import Service

#: An access token is not used in its last seconds: the request must still arrive.
SAFETY_SECONDS = 60
MOST_REMEMBERED = 10_000


class Token(Value):
    access_token: str
    expires_in: int
    #: Of a session just opened; a refreshed one keeps its own.
    secret: str = ""


GrantT = TypeVar("GrantT", bound=Token)


class Grants(Generic[GrantT]):
    """What sessions gave, by their secrets; what a session is, the customers service knows."""

    def __init__(self, services: Services, kind: type[GrantT], path: str) -> None:
        self._services = services
        self._kind = kind
        self._path = path
        self._grants: OrderedDict[str, tuple[float, GrantT]] = OrderedDict()

    async def open(self, path: str, body: Json) -> GrantT:
        """A new session, by what the path asks for."""
        grant = await self._asked(path, body)
        self._remember(grant.secret, grant)
        return grant

    async def of(self, secret: str) -> GrantT | None:
        """What the session gives now; nothing once it has ended."""
        known = self._known(secret)
        if known and await self._goes_on(secret):
            return known
        return await self._refreshed(secret)

    async def end(self, secret: str) -> None:
        self.forget(secret)
        body = {"secret": secret}
        await self._services.send("POST", Service.CUSTOMERS, "/sessions/sign-out", json=body)

    def forget(self, secret: str) -> None:
        self._grants.pop(secret, None)

    async def _refreshed(self, secret: str) -> GrantT | None:
        try:
            grant = await self._asked(f"{self._path}/refresh", {"secret": secret})
        except RefusedError:
            self.forget(secret)
            return None
        self._remember(secret, grant)
        return grant

    async def _goes_on(self, secret: str) -> bool:
        """Whether the session of a remembered token was not ended meanwhile, here or anywhere.

        While customers cannot say, the token's own few minutes count.
        """
        path, body = f"{self._path}/check", {"secret": secret}
        try:
            await self._services.send("POST", Service.CUSTOMERS, path, json=body)
        except RefusedError:
            return False
        except UnreachableError:
            return True
        return True

    async def _asked(self, path: str, body: Json) -> GrantT:
        answer = await self._services.send("POST", Service.CUSTOMERS, path, json=body)
        return self._kind.model_validate_json(answer.content)

    def _known(self, secret: str) -> GrantT | None:
        ends, grant = self._grants.get(secret, (0.0, None))
        return grant if time.monotonic() < ends else None

    def _remember(self, secret: str, grant: GrantT) -> None:
        lasts = max(grant.expires_in - SAFETY_SECONDS, 0)
        self._grants[secret] = (time.monotonic() + lasts, grant)
        self._grants.move_to_end(secret)
        while len(self._grants) > MOST_REMEMBERED:
            self._grants.popitem(last=False)
