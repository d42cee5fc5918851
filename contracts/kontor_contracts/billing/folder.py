"""Folders (*Ordner*): what a party is billed for, grouped by site or contract."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from kontor_contracts.billing.installation import Installation
from kontor_contracts.billing.usage import UsageTariff
from kontor_contracts.customers.payment import PaymentMethod
from kontor_contracts.event import Event
from kontor_contracts.topics import BILLING_FOLDER
from kontor_contracts.values import Amount, Percent, Quantity, UnitPrice, Value


class FolderState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class LineKind(StrEnum):
    ONE_OFF = "one-off"
    RECURRING = "recurring"
    #: Billed by what was used; says its `tariff`.
    USAGE = "usage"


class VatClass(StrEnum):
    """Which of a country's rates an article has; a customer's own treatment goes before it."""

    STANDARD = "standard"
    #: The middle one of countries with four: France's 10 %, Luxembourg's 14 %.
    INTERMEDIATE = "intermediate"
    REDUCED = "reduced"
    SUPER_REDUCED = "super-reduced"
    #: 0 % everywhere: category Z of EN 16931.
    ZERO = "zero"


class Timing(StrEnum):
    """Whether a recurring line is billed for the interval ahead or the one gone by."""

    ADVANCE = "advance"
    ARREARS = "arrears"


class Pause(Value):
    """Days that are not billed: from `start` up to, not including, `end`; open while none is known.

    Days that were billed before the pause was entered stay billed.
    """

    start: date
    end: date | None = None


class PriceChange(Value):
    """The price per unit and interval from `start` on, until the next change."""

    start: date
    unit_price: UnitPrice


class FolderLine(Value):
    """An article in a folder, from `start` up to, not including, `end`.

    A one-off is due on `start`.
    """

    id: UUID
    kind: LineKind
    article: str
    description: str
    quantity: Quantity
    #: UN/ECE Recommendation 20 (`C62` piece, `MON` month ...).
    unit: str = "C62"
    #: Net, per unit and per interval.
    unit_price: UnitPrice
    vat_class: VatClass = VatClass.STANDARD
    discount_percent: Percent = Decimal(0)
    #: Taken off each interval's price, behind the percentage; by days where the interval is cut.
    discount_amount: Amount = Decimal(0)
    #: Months of one interval: 1, 2, 3, 6 or 12.
    interval_months: int = 1
    timing: Timing = Timing.ADVANCE
    start: date
    end: date | None = None
    #: Of a usage line: what the price is for.
    tariff: UsageTariff | None = None
    #: Of a yearly licence, renewed tacitly: a renewal is told so many days before.
    renewal_notice_days: int | None = None
    #: Ascending, apart from each other; a one-off has none.
    pauses: tuple[Pause, ...] = ()
    #: Ascending. Before the first one, `unit_price` holds.
    prices: tuple[PriceChange, ...] = ()


class FolderPayment(Value):
    """A payment of the folder's own; what is empty comes from the customer."""

    method: PaymentMethod
    #: Id of a mandate of the party, SEPA or GoCardless.
    mandate_id: UUID | None = None


class Folder(Value):
    """The whole public state of a folder."""

    id: UUID
    version: int
    party_id: UUID
    #: Unique per party; people see it as `K-000123/01`.
    number: str
    title: str
    site: str = ""
    state: FolderState = FolderState.DRAFT
    purchase_order: str = ""
    payment: FolderPayment | None = None
    #: The party that pays for this folder in place of its own.
    payer_id: UUID | None = None
    #: Who fills the role slots (sales, technician ...): slot → team member.
    roles: dict[str, UUID] = Field(default_factory=dict)
    batch: str = ""
    standard_installation: str = ""
    activated_on: date | None = None
    #: Its recurring lines are not billed then. Ascending; the last one is open while suspended.
    suspensions: tuple[Pause, ...] = ()
    closed_on: date | None = None
    lines: tuple[FolderLine, ...] = ()


class FolderEvent(Event):
    """Carries the folder's whole state; a replica is replaced by a newer version."""

    folder: Folder

    @property
    def subject(self) -> str:
        return str(self.folder.id)

    @property
    def order(self) -> int:
        return self.folder.version


class FolderOpened(FolderEvent, topic=BILLING_FOLDER):
    """A folder was entered or imported. Sent once per folder."""


class FolderChanged(FolderEvent, topic=BILLING_FOLDER):
    """Anything of the folder's public state changed, its lines included."""


class FolderActivated(FolderEvent, topic=BILLING_FOLDER):
    """The folder went from draft to active. Once, also when two activate it at the same time."""

    #: The standard installation that starts with it, as its template stands now.
    installation: Installation | None = None
    #: Who fills the folder's role slots: slot → team member; empty slots are not named.
    roles: dict[str, UUID] = Field(default_factory=dict)


class FolderClosed(FolderEvent, topic=BILLING_FOLDER):
    """The folder was closed for good."""
