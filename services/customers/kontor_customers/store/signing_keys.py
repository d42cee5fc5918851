"""Keys that sign access tokens: the public half as all services keep it, the private one apart."""

from kontor_chassis.mongo import Database
from kontor_chassis.tokens import COLLECTION
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.signing_keys import SigningKeysPublished

#: `x` of the JWK is public, `d` is not.
PRIVATE = "signing_secrets"


class SigningKeys:
    def __init__(self, database: Database) -> None:
        self._public = database[COLLECTION]
        self._private = database[PRIVATE]

    async def ensure_collections(self) -> None:
        await self._public.create_index("version")
        await self._private.create_index("version")

    async def current(self, tx: Transaction | None = None) -> dict[str, str] | None:
        """The private key that signs now, as a JWK."""
        found = await self._private.find_one(sort=[("version", -1)], session=tx and tx.session)
        return dict(found["jwk"]) if found else None

    async def save(
        self, published: SigningKeysPublished, jwk: dict[str, str], tx: Transaction
    ) -> None:
        """Keep a new private key beside the set of public ones that it belongs to."""
        version = published.version
        keys = [key.model_dump() for key in published.keys]
        await self._public.insert_one(
            {"_id": version, "version": version, "keys": keys}, session=tx.session
        )
        await self._private.insert_one(
            {"_id": version, "version": version, "jwk": jwk}, session=tx.session
        )
