"""What a list of collections by API is asked for."""

from uuid import UUID

from kontor_contracts.delivery.gocardless import GocardlessStanding
from kontor_contracts.values import Value

from kontor_delivery.model.gocardless.payment import PaymentState


class PaymentFilter(Value):
    invoice_id: UUID | None = None
    state: PaymentState | None = None
    standing: GocardlessStanding | None = None
    #: Id of the last one seen.
    after: UUID | None = None
    limit: int = 100
