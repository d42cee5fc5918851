"""The ledger's processes, connected as every service connects its own."""

from kontor_chassis.consumer import Consumer
from kontor_chassis.mongo import connect, open_database
from kontor_chassis.process import Task, run_process
from kontor_chassis.relay import Relay
from kontor_chassis.settings import ServiceSettings
from kontor_chassis.transaction import Transactions

from kontor_bench.ledger.postings import SERVICE, subscribe


async def run(role: str) -> None:
    settings = ServiceSettings()
    async with connect(settings) as client:
        database = open_database(client, settings, SERVICE)
        consumer = Consumer(settings, Transactions(client, database, service=SERVICE), database)
        subscribe(consumer, database)
        tasks: dict[str, Task] = {
            "relay": Relay(client, database, settings).run,
            "subscribers": consumer.run,
        }
        await run_process(settings, name=f"ledger-{role}", tasks=[tasks[role]])
