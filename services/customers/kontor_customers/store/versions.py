"""Writing aggregates so that nobody's change is lost: each save names the version it replaces."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from kontor_chassis.mongo import Collection, Document
from kontor_chassis.transaction import Transaction
from kontor_contracts.errors import StaleVersionError
from pymongo import InsertOne, ReplaceOne, UpdateOne
from pymongo.errors import BulkWriteError

DUPLICATE_KEY = 11000


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


RecordT = TypeVar("RecordT", bound=Versioned)
#: A record as it was (None: new) and the document it becomes.
Save = tuple[Versioned | None, Document]


async def save_all(
    collection: Collection, saves: Sequence[Save], tx: Transaction, *, keeping_others: bool = False
) -> None:
    """Insert or replace in the transaction; StaleVersionError when a version is not the last.

    `keeping_others`: fields that are not in the new document stay as they are.
    """
    if not saves:
        return
    update = _update if keeping_others else _replace
    writes = [
        update(before, document) if before else InsertOne(document) for before, document in saves
    ]
    try:
        result = await collection.bulk_write(writes, session=tx.session)
    except BulkWriteError as error:
        if error.details["writeErrors"][0]["code"] == DUPLICATE_KEY:
            raise _stale(saves) from error
        raise
    if result.inserted_count + result.matched_count < len(saves):
        raise _stale(saves)


def _replace(before: Versioned, document: Document) -> ReplaceOne[Document]:
    return ReplaceOne({"_id": document["_id"], "version": before.version}, document)


def _update(before: Versioned, document: Document) -> UpdateOne:
    return UpdateOne({"_id": document["_id"], "version": before.version}, {"$set": document})


def _stale(saves: Sequence[Save]) -> StaleVersionError:
    current = max(document["version"] for _, document in saves)
    return StaleVersionError(
        "Somebody else saved the record at the same time.", current_version=current
    )
