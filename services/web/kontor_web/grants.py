"""Access tokens of sessions, remembered while they last: in memory, and nowhere else."""

import time
from collections import OrderedDict
from typing import Generic, TypeVar

from kontor_contracts.values import Value

from kontor_web.services import RefusedError, Services, UnreachableError
from kontor_web.settings import Service

#: An access token is not used in its last seconds: the request must still arrive.
SAFETY_SECONDS = 60
MOST_REMEMBERED = 10_000


class Token(Value):
    access_token: str
    expires_in: int


GrantT = TypeVar("GrantT", bound=Token)


class Grants(Generic[GrantT]):
    """What sessions gave, by their secrets."""

    def __init__(self) -> None:
        self._grants: OrderedDict[str, tuple[float, GrantT]] = OrderedDict()

    def known(self, secret: str) -> GrantT | None:
        ends, grant = self._grants.get(secret, (0.0, None))
        return grant if time.monotonic() < ends else None

    def remember(self, secret: str, grant: GrantT) -> None:
        lasts = max(grant.expires_in - SAFETY_SECONDS, 0)
        self._grants[secret] = (time.monotonic() + lasts, grant)
        self._grants.move_to_end(secret)
        while len(self._grants) > MOST_REMEMBERED:
            self._grants.popitem(last=False)

    def forget(self, secret: str) -> None:
        self._grants.pop(secret, None)


async def goes_on(services: Services, path: str, secret: str) -> bool:
    """Whether the session of a remembered token was not ended meanwhile, here or anywhere.

    While customers cannot say, the token's own few minutes count.
    """
    try:
        await services.send("POST", Service.CUSTOMERS, path, json={"secret": secret})
    except RefusedError:
        return False
    except UnreachableError:
        return True
    return True
