"""Customers and prospects: one party, kept under one id when a prospect becomes a customer."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_PARTY
from kontor_contracts.values import (
    Address,
    Amount,
    CurrencyCode,
    Language,
    LocalizedText,
    Value,
)


class Lifecycle(StrEnum):
    PROSPECT = "prospect"
    CUSTOMER = "customer"


class PartyKind(StrEnum):
    BUSINESS = "business"
    PRIVATE = "private"
    PUBLIC_BODY = "public-body"


class VatTreatment(StrEnum):
    """Why VAT is charged or not; `standard` is what pages call *Mehrwertsteuerpflichtig*."""

    STANDARD = "standard"
    EXEMPT = "exempt"
    EU_REVERSE_CHARGE = "eu-reverse-charge"
    DOMESTIC_REVERSE_CHARGE = "domestic-reverse-charge"


class VatStatus(Value):
    """Treatment, and for every other than standard its reason: VATEX code and printed text."""

    treatment: VatTreatment = VatTreatment.STANDARD
    reason_code: str = ""
    reason: LocalizedText | None = None


class DeliveryMethod(StrEnum):
    """The way an invoice leaves the house."""

    EMAIL_ATTACHMENT = "email-attachment"
    EMAIL_NOTICE = "email-notice"
    CHORUS_PRO = "chorus-pro"
    GOCARDLESS_EXPORT = "gocardless-export"


class DeliveryPreference(Value):
    """The method, and the one that applies when it cannot serve an invoice or fails for good."""

    method: DeliveryMethod = DeliveryMethod.EMAIL_ATTACHMENT
    fallback: DeliveryMethod | None = None


class RecipientRole(StrEnum):
    TO = "to"
    CC = "cc"


class PortalRight(StrEnum):
    INVOICES = "invoices"
    SERVICES = "services"
    TICKETS = "tickets"
    MANAGE_CONTACTS = "manage-contacts"


class Bounce(Value):
    """A mail server said of an address that it takes no mail, for good."""

    at: datetime
    #: Enhanced status code (RFC 3463), `5.1.1`.
    status: str
    #: The reporting server's words.
    reason: str = ""


class Contact(Value):
    """A person at the party. Only active ones get anything."""

    id: UUID
    name: str
    email: str = ""
    #: E.164
    phones: tuple[str, ...] = ()
    language: Language | None = None
    #: Keys of configured functions (`technical`, `billing` ...).
    functions: tuple[str, ...] = ()
    active: bool = True
    invoice_recipient: RecipientRole | None = None
    #: Rights in the customer portal; empty: no access.
    portal_rights: tuple[PortalRight, ...] = ()
    #: That mail to `email` came back; another address has no such mark.
    bounced: Bounce | None = None


class ChorusRule(StrEnum):
    """Which routing codes a French public buyer demands."""

    NONE = "none"
    SERVICE = "service"
    ENGAGEMENT = "engagement"
    EITHER = "either"
    BOTH = "both"


class ChorusRouting(Value):
    rule: ChorusRule = ChorusRule.NONE
    #: Code service, BT-10, at most 100 characters.
    service_code: str = ""
    #: Numéro d'engagement, BT-13, at most 50 characters.
    engagement_number: str = ""


class ElectronicAddress(Value):
    """BT-49: an id and its scheme of the EAS code list (`0225`, `9930`, `EM` ...)."""

    scheme: str
    id: str


class PaymentTerm(Value):
    """Due `days` after issue; with `end_of_month` on the last day of the month reached."""

    days: int = 14
    end_of_month: bool = False


class Party(Value):
    """The whole public state of a customer or prospect."""

    id: UUID
    version: int
    #: Account number people see, `K-000123`; never reused.
    number: str
    lifecycle: Lifecycle
    name: str
    kind: PartyKind = PartyKind.BUSINESS
    legal_form: str = ""
    billing_address: Address | None = None
    delivery_address: Address | None = None
    vat_id: str = ""
    #: French register numbers: 9 and 14 digits.
    siren: str = ""
    siret: str = ""
    registration_number: str = ""
    accounting_reference: str = ""
    language: Language = Language.GERMAN
    currency: CurrencyCode = "EUR"
    electronic_address: ElectronicAddress | None = None
    #: BT-10; the Leitweg-ID of a German public body.
    buyer_reference: str = ""
    chorus: ChorusRouting = ChorusRouting()
    vat: VatStatus = VatStatus()
    #: *Rechnungen zusammenfassen*: one invoice per period with a section per folder.
    consolidate_invoices: bool = False
    payment_term: PaymentTerm = PaymentTerm()
    minimum_invoice: Amount | None = None
    billing_batch: str = ""
    delivery: DeliveryPreference = DeliveryPreference()
    contacts: tuple[Contact, ...] = ()
    tags: tuple[str, ...] = ()
    #: Not billed while set; the reason people see.
    on_hold: str = ""
    #: The party that pays in place of this one.
    payer_id: UUID | None = None
    #: The team member who looks after this party.
    responsible_id: UUID | None = None
    customer_since: date | None = None


class PartyEvent(Event):
    """Carries the party's whole state; a replica is replaced by a newer version."""

    party: Party

    @property
    def subject(self) -> str:
        return str(self.party.id)

    @property
    def order(self) -> int:
        return self.party.version


class ProspectRegistered(PartyEvent, topic=CUSTOMERS_PARTY):
    """Somebody entered a prospect (*Interessent*). Sent once per prospect."""


class CustomerRegistered(PartyEvent, topic=CUSTOMERS_PARTY):
    """Somebody entered, or an import created, a customer (*Kunde*). Sent once per customer."""


class ProspectConverted(PartyEvent, topic=CUSTOMERS_PARTY):
    """A prospect became a customer.

    By hand, or by its first active folder that has a standard installation. Sent once per party.
    """


class PartyChanged(PartyEvent, topic=CUSTOMERS_PARTY):
    """Anything of the party's public state changed."""


class PartyErased(Event, topic=CUSTOMERS_PARTY):
    """An admin erased a party's personal data. A tombstone of the same key follows."""

    party_id: UUID
    version: int

    @property
    def subject(self) -> str:
        return str(self.party_id)

    @property
    def order(self) -> int:
        return self.version
