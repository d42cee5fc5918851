"""The link of a notice: opens one document, for a while, until somebody revokes it."""

import secrets
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from kontor_contracts.values import Value

TOKEN_BYTES = 32


class Link(Value):
    """`id` is the secret of the address, so it is never logged."""

    id: str
    invoice_id: UUID
    expires_at: datetime
    revoked_at: datetime | None = None

    @classmethod
    def to_document(cls, invoice_id: UUID, *, now: datetime, lifetime: timedelta) -> Self:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return cls(id=token, invoice_id=invoice_id, expires_at=now + lifetime)

    def opens(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
