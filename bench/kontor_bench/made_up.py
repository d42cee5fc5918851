"""Made-up facts and records in any number, under ids in the order of time as real ones are."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from kontor_billing.model.decision import decide
from kontor_billing.testing.records import (
    a_contact,
    a_context,
    a_folder,
    a_line,
    a_party,
    an_organisation,
    unbilled,
)
from kontor_chassis.ids import new_id
from kontor_contracts.billing.folder import Folder
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.party import Party
from kontor_contracts.delivery.delivery import Channel, InvoiceDelivered

LINES = 10
ORGANISATION = an_organisation(email="rechnung@nordlicht.example")


def deliveries(count: int) -> Iterator[InvoiceDelivered]:
    """Facts of about 300 bytes, each of another party."""
    moment = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    for number in range(count):
        yield InvoiceDelivered(
            invoice_id=new_id(),
            invoice_number=invoice_number(number),
            party_id=new_id(),
            at=moment,
            channel=Channel.EMAIL,
            to=(email(number),),
        )


def parties(count: int) -> list[Party]:
    return [
        a_party(
            id=new_id(),
            number=f"K-{number + 100001}",
            name=f"Beispiel {number} AG",
            contacts=(a_contact(email=email(number)),),
        )
        for number in range(count)
    ]


def invoices(billed: Iterable[Party]) -> Iterator[InvoiceGenerated]:
    """An issued invoice of ten lines for each, as billing decides it."""
    context = a_context(organisation=ORGANISATION)
    for number, party in enumerate(billed):
        folders = unbilled(folder_of_ten_lines(party.id))
        (draft,) = decide(context, party, payment=None, folders=folders).invoices
        yield draft.issued(invoice_number(number))


def folder_of_ten_lines(party_id: UUID) -> Folder:
    lines = (
        a_line(
            id=new_id(),
            article=f"GF-{number}00",
            description=f"Glasfaser {number}00, Anschluss mit fester Adresse",
            quantity=Decimal(number),
            unit_price=Decimal("29.90") + number,
        )
        for number in range(1, LINES + 1)
    )
    return a_folder(*lines, id=new_id(), party_id=party_id, site="Berlin")


def invoice_number(number: int) -> str:
    return f"2026-{number + 1:06}"


def email(number: int) -> str:
    return f"rechnung.{number}@kunde.example"
