"""Bank accounts and mandates of a party: apart from the party, for few may read them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_PAYMENT
from kontor_contracts.values import Value


class PaymentMethod(StrEnum):
    TRANSFER = "transfer"
    SEPA_DEBIT = "sepa-debit"
    GOCARDLESS = "gocardless"


class BankAccount(Value):
    id: UUID
    #: Electronic form: upper case, no blanks.
    iban: str
    bic: str = ""
    holder: str = ""


class MandateScheme(StrEnum):
    CORE = "CORE"
    B2B = "B2B"


class MandateType(StrEnum):
    RECURRING = "recurring"
    ONE_OFF = "one-off"


class MandateState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CONSUMED = "consumed"


class SepaMandate(Value):
    """A SEPA direct-debit mandate: its reference (UMR) and the account it draws on."""

    id: UUID
    reference: str
    account_id: UUID
    signed_on: date
    scheme: MandateScheme = MandateScheme.CORE
    type: MandateType = MandateType.RECURRING
    state: MandateState = MandateState.ACTIVE
    #: Due date of the last collection presented; after 36 months without one it expires.
    last_used_on: date | None = None
    #: B2B: when the debtor confirmed the mandate to the own bank.
    b2b_confirmed_on: date | None = None


class GoCardlessMandateState(StrEnum):
    """GoCardless' own states, see its API reference, *Mandates*."""

    PENDING_CUSTOMER_APPROVAL = "pending_customer_approval"
    PENDING_SUBMISSION = "pending_submission"
    SUBMITTED = "submitted"
    ACTIVE = "active"
    SUSPENDED_BY_PAYER = "suspended_by_payer"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CONSUMED = "consumed"
    BLOCKED = "blocked"


class GoCardlessMandate(Value):
    id: UUID
    #: GoCardless' id, `MD...`.
    reference: str
    state: GoCardlessMandateState = GoCardlessMandateState.ACTIVE


class PaymentDetails(Value):
    """How a party pays; `mandate_id` names the mandate that its method uses."""

    party_id: UUID
    version: int
    method: PaymentMethod = PaymentMethod.TRANSFER
    mandate_id: UUID | None = None
    accounts: tuple[BankAccount, ...] = ()
    mandates: tuple[SepaMandate, ...] = ()
    gocardless_mandates: tuple[GoCardlessMandate, ...] = ()


class PaymentDetailsChanged(Event, topic=CUSTOMERS_PAYMENT):
    """An account, a mandate or the method of a party changed. Carries the whole state."""

    payment: PaymentDetails

    @property
    def subject(self) -> str:
        return str(self.payment.party_id)

    @property
    def order(self) -> int:
        return self.payment.version
