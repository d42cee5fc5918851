"""Builders of made-up facts and deliveries, for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from kontor_contracts.billing.invoice import (
    Buyer,
    Collection,
    CollectionWay,
    DeliveryTerms,
    Invoice,
    InvoiceGenerated,
    InvoiceLine,
    InvoiceSection,
    Recipient,
    Seller,
    Totals,
    VatBreakdown,
    VatCategory,
)
from kontor_contracts.billing.run import BillingRunCompleted, RunTotals
from kontor_contracts.customers.party import DeliveryMethod, PartyKind, RecipientRole
from kontor_contracts.customers.payment import (
    GoCardlessMandate,
    PaymentDetails,
    PaymentDetailsChanged,
)
from kontor_contracts.values import Address, Language, Period

from kontor_delivery.model.mail.delivery import MailDelivery, MailRecipient, mail_of
from kontor_delivery.model.states import State

MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)
OCTOBER = Period(start=date(2026, 10, 1), end=date(2026, 11, 1))
HAMBURG = Address(
    street="Speicherstraße", house_number="12", postcode="20457", city="Hamburg", country="DE"
)
BREST = Address(
    street="Place de l'Exemple", house_number="1", postcode="29200", city="Brest", country="FR"
)
SELLER = Seller(
    name="Nordlicht Netze GmbH",
    address=HAMBURG,
    vat_id="DE123456788",
    siret="73282932000074",
    siren="732829320",
    email="rechnung@nordlicht.example",
    phone="+49 40 1234560",
    iban="DE75512108001245126199",
    bic="SOGEDEFFXXX",
    creditor_id="DE98ZZZ09999999999",
)
PUBLIC_BODY = Buyer(
    name="Commune de Saint-Exemple",
    number="K-000200",
    kind=PartyKind.PUBLIC_BODY,
    address=BREST,
    siren="732829320",
    siret="73282932000074",
)
NET, VAT, GROSS = Decimal("49.90"), Decimal("9.48"), Decimal("59.38")

_numbers = count(1)


def an_invoice(**changes: object) -> Invoice:
    """An invoice of one line with a number of its own."""
    number = f"2026-{next(_numbers):06}"
    values: dict[str, object] = {
        "id": uuid4(),
        "number": number,
        "run_id": None,
        "party_id": uuid4(),
        "group": "all",
        "issued_on": date(2026, 11, 2),
        "due_on": date(2026, 11, 16),
        "period": OCTOBER,
        "currency": "EUR",
        "language": Language.GERMAN,
        "seller": SELLER,
        "buyer": Buyer(name="Bäckerei Öztürk & Söhne", number="K-000123", address=HAMBURG),
        "sections": (a_section(),),
        "vat": (VatBreakdown(category=VatCategory.STANDARD, rate=Decimal(19), net=NET, vat=VAT),),
        "totals": Totals(net=NET, vat=VAT, gross=GROSS, payable=GROSS),
        "collections": (a_collection(reference=f"{number}-1-1"),),
    }
    return Invoice.model_validate(values | changes)


def a_section() -> InvoiceSection:
    line = InvoiceLine(
        position=1,
        article="INT-500",
        description="Glasfaser Business 500",
        period=OCTOBER,
        quantity=Decimal("1.000"),
        unit="MON",
        unit_price=Decimal("49.900000"),
        net=NET,
        vat_category=VatCategory.STANDARD,
        vat_rate=Decimal(19),
    )
    return InvoiceSection(title="Filiale Innenstadt", net=NET, lines=(line,))


def a_collection(**changes: object) -> Collection:
    values: dict[str, object] = {
        "id": uuid4(),
        "reference": "2026-000123-1-1",
        "way": CollectionWay.TRANSFER,
        "amount": GROSS,
        "due_on": date(2026, 11, 16),
        "source": "organisation",
    }
    return Collection.model_validate(values | changes)


def a_gocardless_mandate() -> GoCardlessMandate:
    return GoCardlessMandate(id=uuid4(), reference=f"MD{uuid4().hex[:8].upper()}")


def an_api_collection(mandate: GoCardlessMandate | None) -> Collection:
    """To be collected by GoCardless' API."""
    return a_collection(
        way=CollectionWay.GOCARDLESS_API,
        reference=f"R-{uuid4().hex[:12]}-1-1",
        mandate_id=mandate.id if mandate else None,
        mandate_reference=mandate.reference if mandate else "",
    )


def mandate_known(fact: InvoiceGenerated, mandate: GoCardlessMandate) -> PaymentDetailsChanged:
    """The customer of the invoice has the mandate."""
    payment = PaymentDetails(
        party_id=fact.invoice.party_id, version=1, gocardless_mandates=(mandate,)
    )
    return PaymentDetailsChanged(payment=payment)


def a_recipient(email: str = "buero@oeztuerk.example", **changes: object) -> Recipient:
    values: dict[str, object] = {
        "contact_id": uuid4(),
        "name": "Ayşe Öztürk",
        "email": email,
        "language": Language.GERMAN,
        "role": RecipientRole.TO,
    }
    return Recipient.model_validate(values | changes)


def a_fact(
    *recipients: Recipient,
    method: DeliveryMethod = DeliveryMethod.EMAIL_ATTACHMENT,
    fallback: DeliveryMethod | None = None,
    **invoice: object,
) -> InvoiceGenerated:
    """The fact that an invoice was fixed; `invoice` changes its fields."""
    terms = DeliveryTerms(method=method, fallback=fallback, recipients=recipients)
    return InvoiceGenerated(invoice=an_invoice(**invoice), delivery=terms)


def a_mail(*recipients: Recipient, **changes: object) -> MailDelivery:
    """A queued mail, to one recipient by default."""
    method = DeliveryMethod.EMAIL_ATTACHMENT
    fact = a_fact(*(recipients or (a_recipient(),)), method=method)
    mail = mail_of(fact, method, domain="kontor.example", now=MOMENT)
    return mail.with_changes(**{"state": State.QUEUED} | changes)


def the(mail: MailDelivery, email: str) -> MailRecipient:
    return next(one for one in mail.recipients if one.email == email)


def a_completed_run(
    run_id: UUID, *, gocardless_file: int = 0, **per_method: int
) -> BillingRunCompleted:
    """`per_method` counts by method, `chorus_pro=2`."""
    counts = {DeliveryMethod(name.replace("_", "-")): number for name, number in per_method.items()}
    return BillingRunCompleted(
        run_id=run_id,
        label="2026-10",
        period=OCTOBER,
        at=MOMENT,
        totals=RunTotals(
            invoices=sum(counts.values()),
            left_out=0,
            per_method=counts,
            gocardless_file=gocardless_file,
            net=NET,
            gross=GROSS,
        ),
    )
