"""Made-up facts and records in any number."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from kontor_billing.model.context import RunContext, run_context
from kontor_billing.model.decision import decide
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.vat_rates import SEED
from kontor_contracts.billing.folder import Folder, FolderLine, FolderState, LineKind
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Contact, Lifecycle, Party, RecipientRole
from kontor_contracts.customers.payment import (
    BankAccount,
    PaymentDetails,
    PaymentMethod,
    SepaMandate,
)
from kontor_contracts.delivery.delivery import Channel, InvoiceDelivered
from kontor_contracts.values import Address, Period
from kontor_local.sample import identities

OCTOBER = Period(start=date(2026, 10, 1), end=date(2026, 11, 1))
ISSUED_ON = date(2026, 11, 2)
LINES = 10


def deliveries(count: int) -> Iterator[InvoiceDelivered]:
    """Facts of about 300 bytes, each of another party."""
    moment = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    for number in range(count):
        yield InvoiceDelivered(
            invoice_id=uuid4(),
            invoice_number=invoice_number(number),
            party_id=uuid4(),
            at=moment,
            channel=Channel.EMAIL,
            to=(f"rechnung.{number}@kunde.example",),
        )


def parties(count: int) -> list[Party]:
    return [a_party(number) for number in range(count)]


def invoices(billed: Iterable[Party]) -> Iterator[InvoiceGenerated]:
    """An issued invoice of ten lines for each, as billing decides it."""
    context = a_context()
    for number, party in enumerate(billed):
        folders = [BilledFolder(a_folder(party.id), {})]
        (draft,) = decide(context, party, payment=None, folders=folders).invoices
        yield draft.issued(invoice_number(number))


def invoice_number(number: int) -> str:
    return f"2026-{number + 1:06}"


def a_context() -> RunContext:
    return run_context(
        uuid4(), OCTOBER, issued_on=ISSUED_ON, organisation=organisation(), rates=SEED
    )


def organisation() -> Organisation:
    return Organisation(
        version=1,
        name="Nordlicht Netze",
        legal_form="GmbH",
        address=address("DE"),
        email="rechnung@nordlicht.example",
        vat_id="DE136695976",
        iban="DE89370400440532013000",
        bic="COBADEFFXXX",
        creditor_id="DE98ZZZ09999999999",
    )


def a_party(number: int) -> Party:
    contact = Contact(
        id=uuid4(),
        name=f"Ada Beispiel {number}",
        email=f"rechnung.{number}@kunde.example",
        invoice_recipient=RecipientRole.TO,
    )
    return Party(
        id=uuid4(),
        version=1,
        number=f"K-{number + 100001}",
        lifecycle=Lifecycle.CUSTOMER,
        name=f"Beispiel {number}",
        legal_form="AG",
        billing_address=address("DE"),
        contacts=(contact,),
    )


def address(country: str) -> Address:
    return Address(
        street="Lindenweg", house_number="7", postcode="10115", city="Berlin", country=country
    )


def a_folder(party_id: UUID) -> Folder:
    return Folder(
        id=uuid4(),
        version=1,
        party_id=party_id,
        number="01",
        title="Zentrale",
        site="Berlin",
        state=FolderState.ACTIVE,
        lines=tuple(a_line(number) for number in range(LINES)),
    )


def a_line(number: int) -> FolderLine:
    return FolderLine(
        id=uuid4(),
        kind=LineKind.RECURRING,
        article=f"GF-{number + 1}00",
        description=f"Glasfaser {number + 1}00, Anschluss mit fester Adresse",
        quantity=Decimal(number + 1),
        unit="MON",
        unit_price=Decimal("29.90") + number,
        start=date(2026, 10, 1),
    )


def debit_payment(party: Party, number: int) -> PaymentDetails:
    """An account and a mandate of the party's own."""
    account = BankAccount(
        id=uuid4(), iban=identities.iban("DE02120300000000202051", number), holder=party.name
    )
    mandate = SepaMandate(
        id=uuid4(),
        reference=f"M-{party.number}",
        account_id=account.id,
        signed_on=date(2026, 1, 15),
    )
    return PaymentDetails(
        party_id=party.id,
        version=1,
        method=PaymentMethod.SEPA_DEBIT,
        mandate_id=mandate.id,
        accounts=(account,),
        mandates=(mandate,),
    )
