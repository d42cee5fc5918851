"""Access tokens: Ed25519-signed JWTs, verified with public keys that came over Kafka."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from kontor_contracts.customers.signing_keys import SigningKey, SigningKeysPublished
from kontor_contracts.errors import NotSignedInError
from kontor_contracts.topics import CUSTOMERS_SIGNING_KEYS
from pydantic import BaseModel, ConfigDict, ValidationError

from kontor_chassis.clock import now
from kontor_chassis.consumer import Consumer
from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction

#: EdDSA over Curve25519, by the name that RFC 9864 gives it.
ALGORITHM = "Ed25519"
ISSUER = "kontor-customers"
COLLECTION = "signing_keys"
LEEWAY_SECONDS = 5


class Caller(BaseModel):
    """Who calls: a team member with roles, or a contact bound to one party with rights."""

    model_config = ConfigDict(frozen=True)

    subject: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    party_id: UUID | None = None
    rights: frozenset[str] = frozenset()


class _Claims(BaseModel):
    sub: str
    iss: str
    exp: int
    name: str = ""
    roles: frozenset[str] = frozenset()
    party: UUID | None = None
    rights: frozenset[str] = frozenset()


class KeyRing:
    """Verifies tokens. Keys are loaded again when a token names one that is not known."""

    def __init__(self, load: Callable[[], Awaitable[Sequence[SigningKey]]]) -> None:
        self._load = load
        self._keys: dict[str, OKPKey] = {}

    async def caller_of(self, token: str) -> Caller:
        """The caller that the token speaks for; NotSignedInError when it is not valid now."""
        try:
            claims = await self._claims(token)
        except (JoseError, ValueError, ValidationError) as error:
            raise NotSignedInError("the access token is not valid; sign in again") from error
        if claims.iss != ISSUER or claims.exp + LEEWAY_SECONDS < now().timestamp():
            raise NotSignedInError("the access token has expired; sign in again")
        return Caller(
            subject=claims.sub,
            name=claims.name,
            roles=claims.roles,
            party_id=claims.party,
            rights=claims.rights,
        )

    async def _claims(self, token: str) -> _Claims:
        kid = str(jws.extract_compact(token.encode()).headers().get("kid"))
        if kid not in self._keys:
            self._keys = {key.kid: _public(key) for key in await self._load()}
        if kid not in self._keys:
            raise NotSignedInError("the key of this access token is not known; sign in again")
        return _Claims.model_validate(
            jwt.decode(token, self._keys[kid], algorithms=[ALGORITHM]).claims
        )


def _public(key: SigningKey) -> OKPKey:
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": key.x, "kid": key.kid})


def replicated_keys(database: Database) -> KeyRing:
    """A key ring fed by what `replicate_signing_keys` stored."""

    async def load() -> Sequence[SigningKey]:
        row = await database[COLLECTION].find_one({}, sort=[("version", -1)])
        return [SigningKey.model_validate(key) for key in row["keys"]] if row else []

    return KeyRing(load)


def replicate_signing_keys(consumer: Consumer, database: Database, *, group: str) -> None:
    """Subscribe `group` to the public keys."""
    subscription = consumer.topic(CUSTOMERS_SIGNING_KEYS, group=group)

    @subscription.replicate(SigningKeysPublished)
    async def replicate(events: Sequence[SigningKeysPublished], tx: Transaction) -> None:
        newest = max(events, key=lambda event: event.version)
        await database[COLLECTION].replace_one(
            {"_id": newest.version},
            {"keys": [key.model_dump() for key in newest.keys], "version": newest.version},
            upsert=True,
            session=tx.session,
        )
