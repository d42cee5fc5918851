"""What of a run has not reached its customer, the worst first."""

from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum
from uuid import UUID

from kontor_contracts.delivery.delivery import Channel
from kontor_contracts.values import Value

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.states import Outcome


class Severity(IntEnum):
    """The smaller, the worse."""

    #: There is nothing that could be sent.
    NO_DOCUMENT = 1
    #: Every way out has failed for good.
    UNREACHED = 2
    #: Somebody got it, somebody else did not.
    PARTLY = 3
    WAITING = 4


class Undelivered(Value):
    severity: Severity
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    deliveries: tuple[Delivery, ...]


def undelivered(rows: Iterable[Delivery]) -> list[Undelivered]:
    """Of all deliveries of a run; invoices that fully arrived are not in it."""
    invoices: dict[UUID, list[Delivery]] = defaultdict(list)
    for row in rows:
        invoices[row.invoice_id].append(row)
    judged = ((_severity(of_one), of_one) for of_one in invoices.values())
    found = [_line(severity, of_one) for severity, of_one in judged if severity]
    return sorted(found, key=lambda one: (one.severity, one.invoice_number))


def _severity(rows: list[Delivery]) -> Severity | None:
    document = [one for one in rows if one.channel is Channel.DOCUMENT]
    ways = [one for one in rows if one.channel is not Channel.DOCUMENT]
    outcomes = {one.state.outcome for one in ways}
    if any(one.state.outcome is Outcome.FAILED for one in document):
        return Severity.NO_DOCUMENT
    if Outcome.DONE in outcomes:
        partly = any(one.code for one in ways if one.state.outcome is Outcome.DONE)
        return Severity.PARTLY if partly else None
    if Outcome.WAITING in outcomes or not ways:
        return Severity.WAITING
    return Severity.UNREACHED


def _line(severity: Severity, rows: list[Delivery]) -> Undelivered:
    first = rows[0]
    return Undelivered(
        severity=severity,
        invoice_id=first.invoice_id,
        invoice_number=first.invoice_number,
        party_id=first.party_id,
        deliveries=tuple(sorted(rows, key=lambda one: one.channel)),
    )
