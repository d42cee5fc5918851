"""What the use cases work with."""

from dataclasses import dataclass

from kontor_chassis.transaction import Transactions

from kontor_delivery.gateways.contents import Contents
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.store import Store


@dataclass(frozen=True)
class Means:
    settings: DeliverySettings
    store: Store
    transactions: Transactions
    contents: Contents
