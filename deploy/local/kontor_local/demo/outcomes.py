"""What became of an invoice, told from its deliveries."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from kontor_cli.client.delivery_answers import DeliveryRow

#: What the last state of a channel means for the invoice.
REACHED = {
    ("email", "sent"): "mailed",
    ("email", "fetched"): "mailed",
    ("chorus-pro", "filed"): "archived",
    ("gocardless", "filed"): "exported",
}
#: The outcome of an invoice that is delivered by a method.
WANTED = {
    "email-attachment": "mailed",
    "email-notice": "mailed",
    "chorus-pro": "archived",
    "gocardless-export": "exported",
}
GAVE_UP = {"failed", "left-out"}


def outcomes(deliveries: Iterable[DeliveryRow]) -> dict[UUID, str]:
    """One outcome per invoice; the way that reached the customer counts, though another failed."""
    found: dict[UUID, list[DeliveryRow]] = defaultdict(list)
    for delivery in deliveries:
        if delivery.channel != "document":
            found[delivery.invoice_id].append(delivery)
    return {invoice_id: outcome(rows) for invoice_id, rows in found.items()}


def outcome(rows: Iterable[DeliveryRow]) -> str:
    states = {(row.channel, row.state) for row in rows}
    for reached, name in REACHED.items():
        if reached in states:
            return name
    return "failed" if {state for _, state in states} <= GAVE_UP else "waiting"
