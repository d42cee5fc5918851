"""What a fact says on the timeline of its party: pure, one entry per kind of fact."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar
from uuid import UUID

from kontor_contracts.billing.collection import CollectionEvent, DebitAnnounced, PaymentReturned
from kontor_contracts.billing.folder import FolderEvent
from kontor_contracts.billing.invoice import CreditNoteGenerated, InvoiceGenerated
from kontor_contracts.billing.licence import LicenceRenewalDue
from kontor_contracts.billing.standing import StandingEvent
from kontor_contracts.customers.bank_account import BankAccountChanged
from kontor_contracts.customers.mandate import MandateExpiring
from kontor_contracts.customers.note import NoteWritten
from kontor_contracts.customers.party import PartyErased, PartyEvent
from kontor_contracts.delivery.delivery import (
    ChorusStateChanged,
    DeliveryEvent,
    DeliveryFailed,
    DocumentIssued,
    InvoiceDelivered,
    MailBounced,
)
from kontor_contracts.delivery.gocardless import GocardlessMandateChanged, GocardlessPaymentChanged
from kontor_contracts.envelope import Envelope
from kontor_contracts.event import Event
from kontor_contracts.tasks.action import ActionEvent
from kontor_contracts.tasks.ticket import TicketEvent

from kontor_web.timeline.line import Kind, Line

EventT = TypeVar("EventT", bound=Event)


class Told(NamedTuple):
    """What the fact is about, and what its words are filled with."""

    party_id: UUID | None
    kind: Kind
    link: str = ""
    says: dict[str, str] = {}  # noqa: RUF012  # never written to


def line_of(event: Event, envelope: Envelope, changed: Iterable[str] = ()) -> Line | None:
    """The line that the fact is; None for one about no party."""
    told = _told(event)
    if told is None or told.party_id is None:
        return None
    return Line(
        id=f"{envelope.source}/{envelope.id}",
        party_id=told.party_id,
        at=envelope.time,
        kind=told.kind,
        type=envelope.type,
        who=envelope.actor,
        says=told.says,
        changed=tuple(changed),
        link=told.link,
    )


def _told(event: Event) -> Told | None:
    for kind, tell in TELLING:
        if isinstance(event, kind):
            return tell(event)
    return None


def _party(event: PartyEvent) -> Told:
    return Told(event.party.id, Kind.RECORD, f"/parties/{event.party.id}/edit")


def _erased(event: PartyErased) -> Told:
    return Told(event.party_id, Kind.RECORD)


def _note(event: NoteWritten) -> Told:
    return Told(event.party_id, Kind.NOTE, f"/parties/{event.party_id}/notes")


def _account(event: BankAccountChanged) -> Told:
    party_id = event.change.party_id
    return Told(party_id, Kind.PAYMENT, f"/parties/{party_id}/payment")


def _expiring(event: MandateExpiring) -> Told:
    says = {"number": event.reference, "day": event.expires_on.isoformat()}
    return Told(event.party_id, Kind.PAYMENT, f"/parties/{event.party_id}/payment", says)


def _folder(event: FolderEvent) -> Told:
    folder = event.folder
    says = {"number": folder.number, "title": folder.title}
    return Told(folder.party_id, Kind.FOLDER, f"/parties/{folder.party_id}/folders", says)


def _renewal(event: LicenceRenewalDue) -> Told:
    says = {"title": event.description, "day": event.renews_on.isoformat()}
    return Told(event.party_id, Kind.FOLDER, f"/parties/{event.party_id}/folders", says)


def _invoice(event: InvoiceGenerated) -> Told:
    invoice = event.invoice
    says = {"number": invoice.number, **_money(invoice.totals.payable, invoice.currency)}
    return Told(invoice.party_id, Kind.INVOICE, f"/invoices/{invoice.id}", says)


def _standing(event: StandingEvent) -> Told:
    standing = event.standing
    says = {"number": standing.invoice_number, **_money(standing.open, standing.currency)}
    return Told(standing.party_id, Kind.INVOICE, f"/invoices/{standing.invoice_id}", says)


def _collection(event: CollectionEvent) -> Told:
    says = {"number": event.invoice_number, **_money(event.amount, event.currency)}
    if isinstance(event, PaymentReturned):
        says["reason"] = event.text or event.code
    if isinstance(event, DebitAnnounced):
        says["day"] = event.due_on.isoformat()
    return Told(event.party_id, Kind.PAYMENT, f"/invoices/{event.invoice_id}", says)


def _gocardless_payment(event: GocardlessPaymentChanged) -> Told:
    says = {"number": event.invoice_number, "state": event.standing.value}
    says |= _money(event.amount, event.currency)
    return Told(event.party_id, Kind.PAYMENT, f"/invoices/{event.invoice_id}", says)


def _gocardless_mandate(event: GocardlessMandateChanged) -> Told:
    says = {"number": event.reference, "state": event.state.value}
    return Told(event.party_id, Kind.PAYMENT, f"/parties/{event.party_id}/payment", says)


def _delivery(event: DeliveryEvent) -> Told:
    says = {"number": event.invoice_number}
    match event:
        case InvoiceDelivered():
            says["to"] = ", ".join(event.to)
        case DeliveryFailed():
            says["reason"] = event.reason
        case MailBounced():
            says |= {"to": event.email, "reason": event.reason}
        case ChorusStateChanged():
            says |= {"state": event.state, "reason": event.reason}
    return Told(event.party_id, Kind.DELIVERY, f"/invoices/{event.invoice_id}", says)


def _action(event: ActionEvent) -> Told:
    action = event.action
    says = {"title": action.title, "day": action.due_on.isoformat()}
    return Told(action.party_id, Kind.ACTION, f"/parties/{action.party_id}/actions", says)


def _ticket(event: TicketEvent) -> Told:
    ticket = event.ticket
    says = {"number": ticket.number, "title": ticket.subject, "state": ticket.state.value}
    return Told(ticket.party_id, Kind.TICKET, f"/tickets/{ticket.id}", says)


def _money(amount: object, currency: str) -> dict[str, str]:
    return {"amount": str(amount), "currency": currency}


Tell = Callable[[EventT], Told]
#: By the class of facts; all subclasses are told alike.
TELLING: tuple[tuple[type[Event], Callable[..., Told]], ...] = (
    (PartyEvent, _party),
    (PartyErased, _erased),
    (NoteWritten, _note),
    (BankAccountChanged, _account),
    (MandateExpiring, _expiring),
    (FolderEvent, _folder),
    (LicenceRenewalDue, _renewal),
    (CreditNoteGenerated, _invoice),
    (InvoiceGenerated, _invoice),
    (StandingEvent, _standing),
    (CollectionEvent, _collection),
    (GocardlessPaymentChanged, _gocardless_payment),
    (GocardlessMandateChanged, _gocardless_mandate),
    (DocumentIssued, _delivery),
    (DeliveryEvent, _delivery),
    (ActionEvent, _action),
    (TicketEvent, _ticket),
)
