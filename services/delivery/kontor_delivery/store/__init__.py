"""Delivery's collections in MongoDB: the only place that knows the driver."""

from kontor_chassis.mongo import Database

from kontor_delivery.store.deliveries import Deliveries
from kontor_delivery.store.deposits import Deposits
from kontor_delivery.store.files import Files
from kontor_delivery.store.gocardless import GoCardlessStore
from kontor_delivery.store.links import Links
from kontor_delivery.store.listing import Listing
from kontor_delivery.store.replicas import Replicas
from kontor_delivery.store.templates import Templates
from kontor_delivery.store.turns import Turns
from kontor_delivery.store.webhooks import Webhooks


class Store:
    """One part per concern, over one database."""

    def __init__(self, database: Database) -> None:
        rows = database["deliveries"]
        self.deliveries = Deliveries(rows)
        self.listing = Listing(rows)
        self.files = Files(database, rows)
        self.links = Links(database)
        self.turns = Turns(database)
        self.templates = Templates(database)
        self.replicas = Replicas(database)
        self.webhooks = Webhooks(database)
        self.deposits = Deposits(database)
        self.gocardless = GoCardlessStore(database)

    async def ensure_indexes(self) -> None:
        for part in (
            self.deliveries,
            self.files,
            self.links,
            self.turns,
            self.replicas,
            self.webhooks,
            self.deposits,
            self.gocardless,
        ):
            await part.ensure_indexes()
