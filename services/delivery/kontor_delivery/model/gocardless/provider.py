"""What is asked of GoCardless and what it answers, in our words; facts in its API reference."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from kontor_contracts.customers.payment import GoCardlessMandateState
from kontor_contracts.delivery.gocardless import GocardlessStanding
from kontor_contracts.values import CurrencyCode, Value

_STANDINGS: Mapping[str, GocardlessStanding] = {
    "pending_customer_approval": GocardlessStanding.IN_FLIGHT,
    "pending_submission": GocardlessStanding.IN_FLIGHT,
    "submitted": GocardlessStanding.IN_FLIGHT,
    "confirmed": GocardlessStanding.PAID,
    "paid_out": GocardlessStanding.PAID,
    "failed": GocardlessStanding.FAILED,
    "cancelled": GocardlessStanding.CANCELLED,
    "customer_approval_denied": GocardlessStanding.CANCELLED,
    "charged_back": GocardlessStanding.CHARGED_BACK,
}


class PaymentRequest(Value):
    """The body of a creation; amounts in minor units."""

    amount: int
    currency: CurrencyCode
    mandate: str
    #: None: as soon as possible.
    charge_date: date | None
    description: str
    #: Metadata by which a payment is found again; no personal data.
    collection: str
    invoice: str
    party: str


class ProviderPayment(Value):
    """A payment as GoCardless has it now."""

    id: str
    state: str
    amount: int
    currency: str
    mandate: str
    charge_date: date | None = None
    #: Metadata: the collection, of a payment by API; its reference, of one by file too.
    collection: str = ""
    reference: str = ""

    def standing(self, *, will_retry: bool) -> GocardlessStanding:
        """A state that is not in the table stays unknown."""
        if self.state == "failed" and will_retry:
            return GocardlessStanding.IN_FLIGHT
        return _STANDINGS.get(self.state, GocardlessStanding.UNKNOWN)

    def collection_id(self) -> UUID | None:
        """None for a payment that somebody made without us."""
        try:
            return UUID(self.collection)
        except ValueError:
            return None

    def fits(self, request: PaymentRequest) -> bool:
        """Whether it is what was asked for, so that it can stand for our own creation."""
        ours = (request.amount, request.currency, request.mandate, request.collection)
        return ours == (self.amount, self.currency, self.mandate, self.collection)


class ProviderMandate(Value):
    """A mandate as GoCardless has it now."""

    id: str
    state: str
    #: The first day on which a payment may be charged; None: none is allowed.
    next_charge: date | None = None

    def known_state(self) -> GoCardlessMandateState | None:
        known = {one.value: one for one in GoCardlessMandateState}
        return known.get(self.state)
