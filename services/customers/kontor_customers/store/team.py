"""Team members, with what their sign-in needs."""

from collections.abc import Collection as Sized
from uuid import UUID

from kontor_chassis.mongo import Collection, Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.team import Member

from kontor_customers.model.second_factor import SecondFactor
from kontor_customers.model.team import MemberSecrets
from kontor_customers.store.versions import save_all


class Team:
    """One document a member; the secrets are a part that is never read along."""

    def __init__(self, database: Database) -> None:
        self._members: Collection = database["team"]

    async def ensure_indexes(self) -> None:
        await self._members.create_index("email_folded", unique=True)

    async def all(self) -> list[Member]:
        found = self._members.find({}, {"secrets": 0}).sort("name", 1)
        return [from_document(Member, one) async for one in found]

    async def with_second_factor(self) -> set[UUID]:
        found = self._members.find({"secrets.second.secret": {"$gt": ""}}, {"_id": 1})
        return {one["_id"] async for one in found}

    async def is_empty(self, tx: Transaction) -> bool:
        return await self._members.find_one({}, session=tx.session) is None

    async def get(self, member_id: UUID, tx: Transaction | None = None) -> Member | None:
        found = await self._members.find_one({"_id": member_id}, session=tx and tx.session)
        return from_document(Member, found) if found else None

    async def active_among(self, member_ids: Sized[UUID], tx: Transaction) -> set[UUID]:
        """Those of the ids that active members have."""
        wanted = {"_id": {"$in": list(member_ids)}, "active": True}
        found = self._members.find(wanted, {"_id": 1}, session=tx.session)
        return {one["_id"] async for one in found}

    async def active_by_email(self, emails: Sized[str], tx: Transaction) -> dict[str, UUID]:
        """Active members by their e-mail address in small letters."""
        if not emails:
            return {}
        wanted = {"email_folded": {"$in": [one.casefold() for one in emails]}, "active": True}
        found = self._members.find(wanted, {"email_folded": 1}, session=tx.session)
        return {one["email_folded"]: one["_id"] async for one in found}

    async def with_email(
        self, email: str, tx: Transaction | None = None
    ) -> tuple[Member, MemberSecrets] | None:
        found = await self._members.find_one(
            {"email_folded": email.casefold()}, session=tx and tx.session
        )
        if found is None:
            return None
        return from_document(Member, found), MemberSecrets.model_validate(found["secrets"])

    async def secrets_of(
        self, member_id: UUID, tx: Transaction | None = None
    ) -> MemberSecrets | None:
        found = await self._members.find_one({"_id": member_id}, session=tx and tx.session)
        return MemberSecrets.model_validate(found["secrets"]) if found else None

    async def save(
        self, before: Member | None, after: Member, secrets: MemberSecrets, tx: Transaction
    ) -> None:
        own: Document = {
            "email_folded": after.email.casefold(),
            "secrets": secrets.model_dump(),
        }
        await save_all(self._members, [(before, to_document(after) | own)], tx)

    async def keep_secrets(self, member_id: UUID, secrets: MemberSecrets) -> None:
        """Note a try to sign in; no new version of the member."""
        tried = {
            "secrets.failures": secrets.failures,
            "secrets.wait_until": secrets.wait_until,
        }
        await self._members.update_one({"_id": member_id}, {"$set": tried})

    async def set_password(self, member_id: UUID, password_hash: str) -> None:
        """A new password; wrong tries before it are forgiven."""
        fresh = {
            "secrets.password_hash": password_hash,
            "secrets.failures": 0,
            "secrets.wait_until": None,
        }
        await self._members.update_one({"_id": member_id}, {"$set": fresh})

    async def set_second_factor(self, member_id: UUID, second: SecondFactor) -> None:
        fresh = {"secrets.second": second.model_dump()}
        await self._members.update_one({"_id": member_id}, {"$set": fresh})

    async def use_code(self, member_id: UUID, step: int) -> bool:
        """Whether the code of this half-minute, or of a later one, was not used before."""
        unused = {
            "_id": member_id,
            "$or": [{"secrets.second.step": {"$lt": step}}, {"secrets.second.step": None}],
        }
        used = await self._members.update_one(unused, {"$set": {"secrets.second.step": step}})
        return used.modified_count == 1

    async def use_recovery(self, member_id: UUID, mark: str) -> bool:
        """Whether such a code was left; now it is not."""
        used = await self._members.update_one(
            {"_id": member_id, "secrets.second.recovery": mark},
            {"$pull": {"secrets.second.recovery": mark}},
        )
        return used.modified_count == 1
