"""Made-up records for tests and measurements: right by default, each argument changes one thing."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from kontor_contracts.billing.folder import Folder, FolderLine, FolderState, LineKind
from kontor_contracts.billing.invoice import CollectionWay, InvoiceKind
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Contact, Lifecycle, Party, RecipientRole
from kontor_contracts.customers.payment import (
    BankAccount,
    MandateScheme,
    PaymentDetails,
    PaymentMethod,
    SepaMandate,
)
from kontor_contracts.values import Address, Period

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.context import RunContext, run_context
from kontor_billing.model.coverage import Coverage
from kontor_billing.model.debit.claim import Presenting
from kontor_billing.model.debit.creditor import creditor_of
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.receivable import Receivable
from kontor_billing.model.vat_rates import SEED

OCTOBER = Period(start=date(2026, 10, 1), end=date(2026, 11, 1))
ISSUED_ON = date(2026, 11, 2)
IBAN = "DE02120300000000202051"
ADDRESS = Address(
    street="Lindenweg", house_number="7", postcode="10115", city="Berlin", country="DE"
)


def an_organisation(**changes: object) -> Organisation:
    values: dict[str, object] = {
        "version": 1,
        "name": "Nordlicht Netze",
        "legal_form": "GmbH",
        "address": ADDRESS,
        "vat_id": "DE136695976",
        "iban": "DE89370400440532013000",
        "bic": "COBADEFFXXX",
        "creditor_id": "DE98ZZZ09999999999",
    }
    return Organisation.model_validate(values | changes)


def a_contact(**changes: object) -> Contact:
    values: dict[str, object] = {
        "id": uuid4(),
        "name": "Ada Beispiel",
        "email": "ada@kunde.example",
        "invoice_recipient": RecipientRole.TO,
    }
    return Contact.model_validate(values | changes)


def a_party(**changes: object) -> Party:
    values: dict[str, object] = {
        "id": uuid4(),
        "version": 1,
        "number": f"K-{uuid4().int % 10**9}",
        "lifecycle": Lifecycle.CUSTOMER,
        "name": "Beispiel AG",
        "billing_address": ADDRESS,
        "contacts": (a_contact(),),
    }
    return Party.model_validate(values | changes)


def a_line(**changes: object) -> FolderLine:
    values: dict[str, object] = {
        "id": uuid4(),
        "kind": LineKind.RECURRING,
        "article": "GF-100",
        "description": "Glasfaser 100",
        "quantity": Decimal(1),
        "unit_price": Decimal("29.90"),
        "start": OCTOBER.start,
    }
    return FolderLine.model_validate(values | changes)


def a_folder(*lines: FolderLine, **changes: object) -> Folder:
    values: dict[str, object] = {
        "id": uuid4(),
        "version": 1,
        "party_id": uuid4(),
        "number": "01",
        "title": "Zentrale",
        "state": FolderState.ACTIVE,
        "lines": lines or (a_line(),),
    }
    return Folder.model_validate(values | changes)


def unbilled(*folders: Folder) -> list[BilledFolder]:
    return [BilledFolder(folder, {}) for folder in folders]


def billed(folder: Folder, coverage: Mapping[UUID, Coverage]) -> BilledFolder:
    return BilledFolder(folder, coverage)


def a_mandate(**changes: object) -> SepaMandate:
    values: dict[str, object] = {
        "id": uuid4(),
        "reference": f"M-{uuid4().hex[:12].upper()}",
        "account_id": uuid4(),
        "signed_on": date(2026, 1, 15),
        "scheme": MandateScheme.CORE,
    }
    return SepaMandate.model_validate(values | changes)


def debit_details(
    party_id: UUID, mandates: Iterable[SepaMandate] = (), **changes: object
) -> PaymentDetails:
    """Paid by SEPA debit from one account per mandate; the first mandate is the default."""
    chosen = tuple(mandates) or (a_mandate(),)
    accounts = tuple(
        BankAccount(id=mandate.account_id, iban=IBAN, holder="Ada Beispiel") for mandate in chosen
    )
    values: dict[str, object] = {
        "party_id": party_id,
        "version": 1,
        "method": PaymentMethod.SEPA_DEBIT,
        "mandate_id": chosen[0].id,
        "accounts": accounts,
        "mandates": chosen,
    }
    return PaymentDetails.model_validate(values | changes)


def a_context(
    *,
    period: Period = OCTOBER,
    issued_on: date = ISSUED_ON,
    organisation: Organisation | None = None,
    run_id: UUID | None = None,
) -> RunContext:
    return run_context(
        run_id or uuid4(),
        period,
        issued_on=issued_on,
        organisation=organisation or an_organisation(),
        rates=SEED,
    )


def a_collection(**changes: object) -> OpenCollection:
    number = f"2026-{uuid4().int % 10**6:06}"
    values: dict[str, object] = {
        "id": uuid4(),
        "invoice_id": uuid4(),
        "invoice_number": number,
        "run_id": uuid4(),
        "party_id": uuid4(),
        "reference": f"{number}-1-1",
        "way": CollectionWay.SEPA_FILE,
        "amount": Decimal("35.58"),
        "currency": "EUR",
        "due_on": date(2026, 12, 10),
    }
    return OpenCollection.model_validate(values | changes)


def a_presenting(used_mandates: frozenset[UUID] = frozenset()) -> Presenting:
    return Presenting(
        creditor=creditor_of(an_organisation()),
        today=date(2026, 11, 25),
        earliest=date(2026, 11, 27),
        used_mandates=used_mandates,
    )


def a_receivable(**changes: object) -> Receivable:
    values: dict[str, object] = {
        "id": uuid4(),
        "number": "2026-000001",
        "kind": InvoiceKind.INVOICE,
        "party_id": uuid4(),
        "account_number": "K-000001",
        "currency": "EUR",
        "issued_on": ISSUED_ON,
        "due_on": date(2026, 11, 16),
        "payable": Decimal("35.58"),
    }
    return Receivable.model_validate(values | changes)
