"""The image of the logo, apart from the organisation, which is read all the time."""

from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import LOGO_KEY

from kontor_customers.model.logo import Logo


class Logos:
    def __init__(self, database: Database) -> None:
        self._logos = database["logo"]

    async def ensure_collection(self) -> None:
        await self._logos.create_index("sha256")

    async def current(self) -> Logo | None:
        found = await self._logos.find_one({"_id": LOGO_KEY})
        return Logo.model_validate(found) if found else None

    async def replace(self, logo: Logo | None, tx: Transaction) -> None:
        await self._logos.delete_one({"_id": LOGO_KEY}, session=tx.session)
        if logo:
            await self._logos.insert_one({"_id": LOGO_KEY, **dict(logo)}, session=tx.session)
