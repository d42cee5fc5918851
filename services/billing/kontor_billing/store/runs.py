"""Runs and their chunks: rows that workers claim."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.jobs import LEASE_END, Jobs
from kontor_chassis.mongo import Database, Document, from_document, to_document
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.run import RunTotals
from pymongo.errors import OperationFailure

from kontor_billing.model.run import Chunk, ChunkOutcome, Run, RunState

OPEN, DONE = "open", "done"
BY_LABEL = [("month", 1), ("batch", 1), ("sequence", 1)]


class LeaseLostError(Exception):
    """Another worker has taken the job over."""


class Runs:
    def __init__(self, database: Database, lease: timedelta) -> None:
        self._runs = database["runs"]
        self._jobs = Jobs(self._runs, lease=lease)

    async def ensure_indexes(self) -> None:
        await self._jobs.ensure_indexes("state")
        with suppress(OperationFailure):
            await self._runs.drop_index("month_1_sequence_1")  # from before there were batches
        await self._runs.create_index(BY_LABEL, unique=True)

    async def get(self, run_id: UUID) -> Run | None:
        found = await self._runs.find_one({"_id": run_id})
        return from_document(Run, found) if found else None

    async def of_month(self, month: str | None) -> list[Run]:
        rows = self._runs.find({"month": month} if month else {})
        return [from_document(Run, row) async for row in rows.sort(BY_LABEL)]

    async def is_there(self, month: str, batch: str) -> bool:
        return await self._runs.find_one(_of(month, batch), {"_id": 1}) is not None

    async def latest(self, month: str, batch: str, tx: Transaction) -> Run | None:
        wanted = _of(month, batch)
        found = await self._runs.find_one(wanted, sort=[("sequence", -1)], session=tx.session)
        return from_document(Run, found) if found else None

    async def add(self, run: Run, tx: Transaction) -> None:
        await self._runs.insert_one(
            to_document(run) | {"due_at": run.asked_at, "trace": tracing.current()},
            session=tx.session,
        )

    async def is_known(self, run_id: UUID, tx: Transaction) -> bool:
        return (
            await self._runs.find_one({"_id": run_id}, {"_id": 1}, session=tx.session) is not None
        )

    async def claim_waiting(self) -> Run | None:
        rows = await self._jobs.claim({"state": RunState.WAITING})
        return from_document(Run, rows[0]) if rows else None

    async def postpone(self, run: Run, seconds: float, reason: str) -> None:
        await self._jobs.postpone(run.id, until=now() + timedelta(seconds=seconds), reason=reason)

    async def wait_anew(self, ends: Sequence[tuple[str, int]]) -> None:
        """Topics were made anew: what the runs wait for lies at these offsets now."""
        await self._runs.update_many(
            {"state": RunState.WAITING}, {"$set": {"wait_for": [list(one) for one in ends]}}
        )

    async def start(self, run: Run, tx: Transaction) -> None:
        """From waiting to running, with its day of issue and number of chunks fixed."""
        fixed = {"state": run.state, "issued_on": run.issued_on, "chunks": run.chunks}
        started = await self._runs.update_one(
            {**self._jobs.held(run.id), "state": RunState.WAITING},
            {"$set": fixed, "$unset": LEASE_END},
            session=tx.session,
        )
        if not started.matched_count:
            raise LeaseLostError

    async def unfinished(self) -> list[Run]:
        rows = self._runs.find({"state": {"$in": [RunState.WAITING, RunState.RUNNING]}})
        return [from_document(Run, row) async for row in rows]

    async def running(self) -> list[Run]:
        rows = self._runs.find({"state": RunState.RUNNING})
        return [from_document(Run, row) async for row in rows]

    async def complete(self, run: Run, totals: RunTotals, tx: Transaction) -> bool:
        """From running to completed; False when somebody else did it."""
        completed = await self._runs.update_one(
            {"_id": run.id, "state": RunState.RUNNING},
            {"$set": {"state": RunState.COMPLETED, "totals": totals.model_dump()}},
            session=tx.session,
        )
        return completed.matched_count == 1


class Chunks:
    def __init__(self, database: Database, lease: timedelta) -> None:
        self._chunks = database["chunks"]
        self._jobs = Jobs(self._chunks, lease=lease)

    async def ensure_indexes(self) -> None:
        await self._jobs.ensure_indexes("state")
        await self._chunks.create_index([("run_id", 1), ("state", 1)])

    async def add(self, chunks: Sequence[Chunk], tx: Transaction) -> None:
        due: Document = {"state": OPEN, "due_at": now()}
        rows = [to_document(chunk) | due for chunk in chunks]
        if rows:
            await self._chunks.insert_many(rows, session=tx.session)

    async def add_adopted(self, chunk: Chunk, outcome: ChunkOutcome, tx: Transaction) -> None:
        """Done by a run whose chunks do not know of it: counted beside them."""
        done = {"state": DONE, "adopted": True, "outcome": outcome.model_dump()}
        await self._chunks.insert_one(to_document(chunk) | done, session=tx.session)

    async def claim(self) -> Chunk | None:
        rows = await self._jobs.claim({"state": OPEN})
        return from_document(Chunk, rows[0]) if rows else None

    async def postpone(self, chunk: Chunk, seconds: float, reason: str) -> None:
        await self._jobs.postpone(chunk.id, until=now() + timedelta(seconds=seconds), reason=reason)

    async def finish(self, chunk: Chunk, outcome: ChunkOutcome, tx: Transaction) -> None:
        finished = await self._chunks.update_one(
            {**self._jobs.held(chunk.id), "state": OPEN},
            {"$set": {"state": DONE, "outcome": outcome.model_dump()}, "$unset": LEASE_END},
            session=tx.session,
        )
        if not finished.matched_count:
            raise LeaseLostError

    async def are_all_done(self, run_id: UUID) -> bool:
        return await self._chunks.find_one({"run_id": run_id, "state": OPEN}, {"_id": 1}) is None

    async def count_done(self, run_id: UUID) -> int:
        return await self._chunks.count_documents(
            {"run_id": run_id, "state": DONE, "adopted": {"$ne": True}}
        )

    async def outcomes(self, run_id: UUID) -> list[ChunkOutcome]:
        """Those of the chunks that are done."""
        rows = self._chunks.find({"run_id": run_id, "state": DONE}, {"outcome": 1})
        return [ChunkOutcome.model_validate(row["outcome"]) async for row in rows]


def _of(month: str, batch: str) -> Document:
    """Runs from before there were batches name none."""
    return {"month": month, "batch": batch or {"$in": ["", None]}}
