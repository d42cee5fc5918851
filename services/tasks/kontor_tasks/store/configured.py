"""Records that the team configures, each known by a key: kinds of actions, rules for facts."""

from typing import Generic, TypeVar

from kontor_chassis.mongo import Collection
from kontor_chassis.transaction import Transaction

from kontor_tasks.model.kinds import Kind
from kontor_tasks.model.rules import Rule
from kontor_tasks.store.versions import save_all

RecordT = TypeVar("RecordT", Kind, Rule)


class Configured(Generic[RecordT]):
    def __init__(self, collection: Collection, model: type[RecordT]) -> None:
        self._records = collection
        self._model: type[RecordT] = model

    async def ensure_collection(self) -> None:
        await self._records.create_index("version")

    async def all(self, tx: Transaction | None = None) -> list[RecordT]:
        found = self._records.find(session=tx and tx.session)
        return [self._model.model_validate(one) async for one in found]

    async def save(self, before: RecordT | None, after: RecordT, tx: Transaction) -> None:
        await save_all(self._records, [(before, after.model_dump() | {"_id": after.key})], tx)
