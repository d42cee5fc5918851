"""Routes for operators that every service has: outbox and parked messages."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from bson import ObjectId
from bson.errors import InvalidId
from fastapi import APIRouter, Depends
from kontor_contracts.errors import NotFoundError
from pydantic import BaseModel

from kontor_chassis import outbox
from kontor_chassis.http.access import STAFF, Role, require
from kontor_chassis.http.paging import Page
from kontor_chassis.mongo import Database, Document
from kontor_chassis.parking import PARKED
from kontor_chassis.replica_checks import ReplicaCheck, ReplicaChecks, groups_with_states

LONGEST_LIST = 500
BODY_SHOWN = 4000


class Outbox(BaseModel):
    """How many facts of the service are not on the broker yet."""

    unpublished: int


class ParkedMessage(BaseModel):
    """A message that could not be handled, or waits behind one."""

    id: str
    group: str
    topic: str
    key: str
    partition: int
    offset: int
    reason: str
    attempts: int
    parked_at: datetime
    body: str


class CheckWish(BaseModel):
    """Whether to mend what differs, or to tell alone."""

    mend: bool = False


def router(database: Database, *, service: str) -> APIRouter:
    """`/outbox`, `/parked`, `/parked/{id}` and its replay, `/replica-checks`."""
    routes = APIRouter(tags=["operations"])
    routes.include_router(_checks(ReplicaChecks(database), service))

    @routes.get("/outbox", dependencies=[Depends(require(*STAFF, Role.INTEGRATION))])
    async def read_outbox() -> Outbox:
        """How many facts still wait for the relay; 0 after an import means it is published."""
        return Outbox(unpublished=await outbox.unpublished(database))

    @routes.get("/parked", dependencies=[Depends(require())])
    async def list_parked() -> Page[ParkedMessage]:
        """The parked messages, oldest first, at most 500."""
        rows = database[PARKED].find().sort("_id").limit(LONGEST_LIST)
        return Page(items=[_shown(row) async for row in rows])

    @routes.get("/parked/{message_id}", dependencies=[Depends(require())])
    async def show_parked(message_id: Annotated[str, Depends(_known_form)]) -> ParkedMessage:
        """One parked message; 404 when it is not parked (any more)."""
        row = await database[PARKED].find_one({"_id": ObjectId(message_id)})
        if row is None:
            raise NotFoundError("no such parked message; it may have been replayed")
        return _shown(row)

    @routes.post("/parked/{message_id}/replay", status_code=202, dependencies=[Depends(require())])
    async def replay_parked(message_id: Annotated[str, Depends(_known_form)]) -> None:
        """Ask for the replay of the message's key, from its oldest parked message on."""
        asked = await database[PARKED].update_one(
            {"_id": ObjectId(message_id)}, {"$set": {"replay_requested": True}}
        )
        if not asked.matched_count:
            raise NotFoundError("no such parked message; it may have been replayed")

    return routes


def _checks(checks: ReplicaChecks, service: str) -> APIRouter:
    routes = APIRouter()

    @routes.post("/replica-checks", status_code=202, dependencies=[Depends(require())])
    async def ask_for_checks(wish: CheckWish) -> Page[ReplicaCheck]:
        """Have all copies of other services' records compared with their topics, and mended.

        One check for each consumer group that holds any; the group's process does it.
        """
        asked = await checks.ask(groups_with_states(service), mend=wish.mend)
        return Page(items=asked)

    @routes.get("/replica-checks/{check_id}", dependencies=[Depends(require())])
    async def read_check(check_id: UUID) -> ReplicaCheck:
        """What was found; `done_at` is empty until everything was looked at."""
        found = await checks.get(check_id)
        if found is None:
            raise NotFoundError("there is no such check; they are kept for thirty days")
        return found

    return routes


async def _known_form(message_id: str) -> str:
    try:
        return str(ObjectId(message_id))
    except InvalidId as error:
        raise NotFoundError("no such parked message") from error


def _shown(row: Document) -> ParkedMessage:
    body = bytes(row["body"] or b"")[:BODY_SHOWN].decode(errors="replace")
    return ParkedMessage.model_validate({**row, "id": str(row["_id"]), "body": body})
