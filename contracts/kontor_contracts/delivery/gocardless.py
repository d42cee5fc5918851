"""What GoCardless says of a collection, and of a mandate; state, never a mere event name."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from kontor_contracts.customers.payment import GoCardlessMandateState
from kontor_contracts.event import Event
from kontor_contracts.topics import DELIVERY_GOCARDLESS
from kontor_contracts.values import Amount, CurrencyCode


class GocardlessStanding(StrEnum):
    """What the provider's state means for the collection."""

    #: GoCardless was never asked, or said no: nothing will be collected.
    REFUSED = "refused"
    #: Payment exists, no money yet; also a failed one that GoCardless tries again by itself.
    IN_FLIGHT = "in-flight"
    #: Confirmed or paid out. Revocable: a late failure or charge-back may follow.
    PAID = "paid"
    FAILED = "failed"
    #: Cancelled, or the customer did not approve.
    CANCELLED = "cancelled"
    CHARGED_BACK = "charged-back"
    #: A state that we do not know, or an outcome that nobody can tell: a person must look.
    UNKNOWN = "unknown"


class GocardlessPaymentChanged(Event, topic=DELIVERY_GOCARDLESS):
    """A collection by GoCardless, by API or by file, stands differently there, or was refused.

    Sent once per change; `sequence` counts the changes of one collection, the highest holds.
    """

    collection_id: UUID
    sequence: int
    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    reference: str
    amount: Amount
    currency: CurrencyCode
    standing: GocardlessStanding
    #: GoCardless' own word, `paid_out`; empty while there is no payment.
    state: str = ""
    #: GoCardless' id, `PM...`; empty while there is no payment.
    payment_id: str = ""
    #: When GoCardless charges the customer, as far as it has said so.
    charge_date: date | None = None
    #: Why: our kebab-case code of a refusal, or GoCardless' cause, `insufficient_funds`.
    code: str = ""
    #: For people: what to mend, the scheme's own code.
    reason: str = ""
    mandate_id: UUID | None = None
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.collection_id)

    @property
    def key(self) -> str:
        return str(self.party_id)

    @property
    def order(self) -> int:
        return self.sequence


class GocardlessMandateChanged(Event, topic=DELIVERY_GOCARDLESS):
    """GoCardless has a mandate of ours in another state. Sent once per change; see `sequence`."""

    mandate_id: UUID
    sequence: int
    party_id: UUID
    #: GoCardless' id, `MD...`.
    reference: str
    state: GoCardlessMandateState
    #: The id that takes this one's place (`replaced`); empty: none.
    replaced_by: str = ""
    #: GoCardless' cause, `mandate_cancelled`.
    cause: str = ""
    at: datetime

    @property
    def subject(self) -> str:
        return str(self.mandate_id)

    @property
    def key(self) -> str:
        return str(self.party_id)

    @property
    def order(self) -> int:
        return self.sequence
