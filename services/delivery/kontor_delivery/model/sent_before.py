"""What had left the house after a back-up, and which numbers of files were taken by then."""

import re
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.delivery.delivery import (
    ArchiveCreated,
    Channel,
    ExportCreated,
    InvoiceDelivered,
)
from kontor_contracts.event import Event

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.files import ArchiveEntry, ExportEntry
from kontor_delivery.model.mail.delivery import mail_of
from kontor_delivery.model.states import State

WORDS = "had left before the restore"
#: `FSO1100A_CODE00_CODE001100` and fifteen digits that count.
FLOW = re.compile(r"(FSO\d{4}A)_([A-Z0-9]{6})_[A-Z0-9]{6}\d{4}(\d{15})")
EXPORT = re.compile(r"gocardless-.*-(\d+)\.csv")


def state_after(channel: Channel) -> State:
    return State.SENT if channel is Channel.EMAIL else State.FILED


def taken_numbers(events: Iterable[Event], export_counter: str) -> dict[str, int]:
    """The highest number of each counter that names of closed files tell."""
    highest: dict[str, int] = {}
    for event in events:
        for counter, number in _counted(event, export_counter):
            highest[counter] = max(number, highest.get(counter, 0))
    return highest


def _counted(event: Event, export_counter: str) -> Iterator[tuple[str, int]]:
    if isinstance(event, ArchiveCreated) and (flow := FLOW.fullmatch(event.name)):
        yield f"{flow[1]}/{flow[2]}", int(flow[3])
    if isinstance(event, ExportCreated) and (export := EXPORT.fullmatch(event.name)):
        yield export_counter, int(export[1])


def settled(
    told: InvoiceDelivered, issued: Mapping[UUID, InvoiceGenerated], *, domain: str
) -> Delivery | None:
    """The delivery as it stood, of an invoice that came after the back-up too."""
    fact = issued.get(told.invoice_id)
    made = _made(fact, told, domain) if fact else None
    if made is None:
        return None
    state = state_after(told.channel)
    return made.with_changes(state=state, to=told.to, reason=WORDS)


def _made(fact: InvoiceGenerated, told: InvoiceDelivered, domain: str) -> Delivery | None:
    if told.channel is Channel.EMAIL:
        return mail_of(fact, fact.delivery.method, domain=domain, now=told.at)
    kinds = {Channel.CHORUS_PRO: ArchiveEntry, Channel.GOCARDLESS: ExportEntry}
    kind = kinds.get(told.channel)
    return kind and kind.record(fact, told.channel, state=State.FILED, now=told.at)
