"""Passwords of contacts; a contact without one signs in by mailed links alone."""

from collections.abc import Collection
from uuid import UUID

from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction

from kontor_customers.model.team import MemberSecrets


class PortalAccounts:
    """One document a contact that has chosen a password."""

    def __init__(self, database: Database) -> None:
        self._accounts = database["portal_accounts"]

    async def ensure_collection(self) -> None:
        await self._accounts.create_index("email_folded")

    async def secrets_of(self, contact_id: UUID, email: str) -> MemberSecrets | None:
        """None also when the contact has another address by now: it may be another person."""
        wanted = {"_id": contact_id, "email_folded": email.casefold()}
        found = await self._accounts.find_one(wanted)
        return MemberSecrets.model_validate(found["secrets"]) if found else None

    async def keep_secrets(self, contact_id: UUID, email: str, secrets: MemberSecrets) -> None:
        account = {"email_folded": email.casefold(), "secrets": secrets.model_dump()}
        await self._accounts.update_one({"_id": contact_id}, {"$set": account}, upsert=True)

    async def remove_all(self, contact_ids: Collection[UUID], tx: Transaction) -> None:
        if contact_ids:
            wanted = {"_id": {"$in": list(contact_ids)}}
            await self._accounts.delete_many(wanted, session=tx.session)
