"""How fast Motor and PyMongo's async API write the transactions of a billing run, side by side.

Needs Motor, which Kontor does not install:
`.venv/bin/uv run --no-project --with motor --with pymongo python bench/driver_ratio.py MONGO_URL`
"""

import asyncio
import statistics
import sys
import time
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient

INVOICES = 100
TRANSACTIONS = 40
ROUNDS = 5
BODY = b"x" * 4000


async def one_transaction(client: Any, session: Any, start: int) -> None:
    """A counter moved on, 100 invoices and their outbox rows, as a chunk of a run writes them."""
    database = client["driver_ratio"]
    ids = range(start, start + INVOICES)
    await database["series"].update_one(
        {"_id": "2026"}, {"$inc": {"next": INVOICES}}, upsert=True, session=session
    )
    for name in ("invoices", "outbox"):
        rows = [{"_id": one, "number": f"2026-{one:06}", "body": BODY} for one in ids]
        await database[name].insert_many(rows, session=session)


async def with_pymongo(url: str) -> float:
    async with AsyncMongoClient(url) as client:
        return await measure(client, client.start_session())


async def with_motor(url: str) -> float:
    client: Any = AsyncIOMotorClient(url)
    try:
        return await measure(client, await client.start_session())
    finally:
        client.close()


async def measure(client: Any, session: Any) -> float:
    """Invoices per second."""
    await client.drop_database("driver_ratio")
    for name in ("series", "invoices", "outbox"):
        await client["driver_ratio"].create_collection(name)
    started = time.perf_counter()
    async with session:
        for number in range(TRANSACTIONS):

            async def work(open_session: Any, number: int = number) -> None:
                await one_transaction(client, open_session, number * INVOICES)

            await session.with_transaction(work)
    return TRANSACTIONS * INVOICES / (time.perf_counter() - started)


async def main(url: str) -> None:
    ratios = []
    for _ in range(ROUNDS):
        motor, pymongo = await with_motor(url), await with_pymongo(url)
        ratios.append(pymongo / motor)
        print(f"motor {motor:7.0f}/s   pymongo async {pymongo:7.0f}/s   ratio {ratios[-1]:.2f}")
    print(f"median ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
