"""Public keys for access tokens, so that no service asks another over HTTP."""

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_SIGNING_KEYS
from kontor_contracts.values import Value

SIGNING_KEYS_KEY = "signing-keys"


class SigningKey(Value):
    """One Ed25519 public key as JWK members (RFC 8037)."""

    kid: str
    x: str


class SigningKeysPublished(Event, topic=CUSTOMERS_SIGNING_KEYS):
    """The keys that verify access tokens changed, by first start or rotation: all of them."""

    version: int
    keys: tuple[SigningKey, ...]

    @property
    def subject(self) -> str:
        return SIGNING_KEYS_KEY

    @property
    def order(self) -> int:
        return self.version
