"""A partner's endpoint: where it is, which facts it wants, and the secrets that sign them."""

import base64
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from kontor_contracts.delivery.delivery import WebhookEndpointDisabled, WebhookEndpointFailing
from kontor_contracts.values import Value

PREFIX = "whsec_"
SECRET_BYTES = 32
#: After its first 410 an endpoint has so long to come back; only then does a second one count.
GRACE = timedelta(minutes=10)


class EndpointState(StrEnum):
    ENABLED = "enabled"
    DISABLED = "disabled"


class Secret(Value):
    """`ends_at` is set once a newer one took its place; until then both sign."""

    value: str
    ends_at: datetime | None = None

    @classmethod
    def fresh(cls) -> Self:
        noise = secrets.token_bytes(SECRET_BYTES)
        return cls(value=PREFIX + base64.b64encode(noise).decode())

    def signs(self, now: datetime) -> bool:
        return self.ends_at is None or now < self.ends_at


class Endpoint(Value):
    id: UUID
    version: int = 1
    name: str
    url: str
    #: Types of the facts that it gets.
    facts: tuple[str, ...]
    secrets: tuple[Secret, ...]
    state: EndpointState = EndpointState.ENABLED
    #: What made us disable it.
    reason: str = ""
    #: When it first said 410, since it last took anything.
    gone_since: datetime | None = None

    @property
    def is_enabled(self) -> bool:
        return self.state is EndpointState.ENABLED

    def with_changes(self, **changes: object) -> Self:
        return self.model_copy(update={"version": self.version + 1} | changes)

    def signing(self, now: datetime) -> tuple[str, ...]:
        return tuple(one.value for one in self.secrets if one.signs(now))

    def rotated(self, secret: Secret, *, now: datetime, overlap: timedelta) -> Self:
        """`secret` signs from now on; what signed before goes on for a while beside it."""
        before = next(one for one in self.secrets if one.ends_at is None)
        leaving = before.model_copy(update={"ends_at": now + overlap})
        return self.with_changes(secrets=(secret, leaving))

    def enabled(self) -> Self:
        return self.with_changes(state=EndpointState.ENABLED, reason="", gone_since=None)

    def disabled(self, reason: str) -> Self:
        return self.with_changes(state=EndpointState.DISABLED, reason=reason)

    def is_gone_for_good(self, now: datetime) -> bool:
        """Whether another 410 is more than the echo of the first."""
        return self.gone_since is not None and now - self.gone_since >= GRACE

    def failing(self, reason: str, now: datetime) -> WebhookEndpointFailing:
        return WebhookEndpointFailing(endpoint_id=self.id, name=self.name, reason=reason, at=now)

    def stopped(self, now: datetime) -> WebhookEndpointDisabled:
        return WebhookEndpointDisabled(
            endpoint_id=self.id, name=self.name, reason=self.reason, at=now
        )
