"""A second factor at sign-in: codes of an app (TOTP, RFC 6238), and codes for when it is lost."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from kontor_contracts.errors import ConflictError, NotSignedInError
from kontor_contracts.values import Value

from kontor_customers.model.sessions import mark_of

ISSUER = "Kontor"
#: A clock may be half a minute off, either way.
DRIFT_STEPS = (0, -1, 1)
RECOVERY_CODES = 8
RECOVERY_BYTES = 8


class SecondFactorNeededError(NotSignedInError):
    """The password is right; the account asks for a code too."""


class WrongCodeError(NotSignedInError):
    """The code is wrong, was used already, or is of another half-minute."""


class NoSecondFactorError(ConflictError):
    """There is nothing to confirm: begin by asking for a new secret."""


class SecondFactor(Value):
    """`step` is the half-minute of the last code used: none is taken twice."""

    secret: str = ""
    #: A new secret that was shown, but not confirmed yet.
    pending: str = ""
    step: int = 0
    #: Marks of codes that are left.
    recovery: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        return bool(self.secret)


def new_secret() -> str:
    """160 random bits, in base 32."""
    return pyotp.random_base32()


def uri_of(secret: str, email: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half-minute that the code is of; None when it is of none near now."""
    totp = pyotp.TOTP(secret)
    typed = "".join(code.split())
    for drift in DRIFT_STEPS:
        if hmac.compare_digest(totp.at(now, counter_offset=drift), typed):
            return int(totp.timecode(now)) + drift
    return None


def new_recovery_codes() -> list[str]:
    """Shown once; each opens the account once."""
    return [secrets.token_hex(RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]


def recovery_marks(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(recovery_mark(one) for one in codes)


def recovery_mark(code: str) -> str:
    """However it is typed: with blanks, in capitals."""
    return mark_of("".join(code.split()).casefold())
