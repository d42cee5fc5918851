"""Sessions of team members; the database removes those that have ended."""

from collections.abc import Collection as Sized
from uuid import UUID

from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction

from kontor_customers.model.sessions import Session, SessionSecrets


class Sessions:
    """One document a session; a use is noted in it, no new version is made."""

    def __init__(self, database: Database) -> None:
        self._sessions = database["sessions"]

    async def ensure_indexes(self) -> None:
        await self._sessions.create_index("secret_mark", unique=True)
        await self._sessions.create_index([("member_id", 1), ("_id", -1)])
        await self._sessions.create_index("ends_at", expireAfterSeconds=0)

    async def open(self, session: Session, secrets: SessionSecrets) -> None:
        document: Document = to_document(session) | secrets.model_dump()
        await self._sessions.insert_one(document)

    async def with_secret(self, secret_mark: str) -> tuple[Session, SessionSecrets] | None:
        found = await self._sessions.find_one({"secret_mark": secret_mark})
        if found is None:
            return None
        return from_document(Session, found), SessionSecrets.model_validate(found)

    async def note_use(self, session: Session) -> bool:
        """Whether the session was still there."""
        times = {"used_at": session.used_at, "ends_at": session.ends_at}
        noted = await self._sessions.update_one({"_id": session.id}, {"$set": times})
        return noted.matched_count == 1

    async def of(self, member_id: UUID) -> list[Session]:
        """The member's sessions, the latest first."""
        found = self._sessions.find({"member_id": member_id}).sort("_id", -1)
        return [from_document(Session, one) async for one in found]

    async def end(self, member_id: UUID, session_id: UUID) -> bool:
        """Whether the member had such a session."""
        gone = await self._sessions.delete_one({"_id": session_id, "member_id": member_id})
        return gone.deleted_count == 1

    async def end_all(self, member_ids: Sized[UUID], tx: Transaction) -> None:
        """End every session of these members or contacts."""
        if member_ids:
            wanted = {"member_id": {"$in": list(member_ids)}}
            await self._sessions.delete_many(wanted, session=tx.session)

    async def keep_password_mark(self, session_id: UUID, password_mark: str) -> None:
        """This session goes on with the new password; all others end with the old one."""
        marks = {"password_mark": password_mark}
        await self._sessions.update_one({"_id": session_id}, {"$set": marks})

    async def end_with_secret(self, secret_mark: str) -> None:
        await self._sessions.delete_one({"secret_mark": secret_mark})
