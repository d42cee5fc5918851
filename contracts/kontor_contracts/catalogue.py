"""Every event class of Kontor by topic: importing this module defines them all."""

from kontor_contracts import inbound, topics
from kontor_contracts.billing import (
    collection,
    debit_file,
    folder,
    incoming,
    invoice,
    licence,
    run,
    standing,
    usage,
)
from kontor_contracts.customers import (
    bank_account,
    mandate,
    note,
    organisation,
    party,
    payment,
    signing_keys,
    team,
)
from kontor_contracts.delivery import delivery, gocardless
from kontor_contracts.event import Event
from kontor_contracts.tasks import action, ticket

MODULES = (
    collection,
    debit_file,
    folder,
    incoming,
    invoice,
    licence,
    run,
    standing,
    usage,
    bank_account,
    mandate,
    note,
    organisation,
    party,
    payment,
    signing_keys,
    team,
    delivery,
    gocardless,
    action,
    ticket,
    inbound,
)


def all_events() -> list[type[Event]]:
    """Every event class, topic by topic."""
    return [event for topic in topics.ALL for event in topic.events.values()]
