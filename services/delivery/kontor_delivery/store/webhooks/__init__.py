"""Partner webhooks in MongoDB: endpoints, streams, messages."""

from kontor_chassis.mongo import Database

from kontor_delivery.store.webhooks.endpoints import Endpoints
from kontor_delivery.store.webhooks.messages import Messages
from kontor_delivery.store.webhooks.streams import Streams


class Webhooks:
    def __init__(self, database: Database) -> None:
        self.endpoints = Endpoints(database)
        self.messages = Messages(database)
        self.streams = Streams(database)

    async def ensure_indexes(self) -> None:
        for part in (self.endpoints, self.messages, self.streams):
            await part.ensure_indexes()
