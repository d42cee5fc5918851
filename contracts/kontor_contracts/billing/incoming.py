"""Money that came, told by others than the bank's files. A public contract."""

from datetime import date
from typing import Annotated

from pydantic import Field

from kontor_contracts.event import Event
from kontor_contracts.topics import INBOUND_PAYMENT
from kontor_contracts.values import Amount, CurrencyCode


class PaymentReceived(Event, topic=INBOUND_PAYMENT):
    """Another system has received a payment for invoices of ours. Sent once per `payment_id`.

    The same id never counts twice. What nobody can place is listed until somebody assigns it.
    """

    #: Chosen by the sender, unique for ever.
    payment_id: Annotated[str, Field(min_length=1, max_length=100)]
    amount: Annotated[Amount, Field(gt=0)]
    currency: CurrencyCode = "EUR"
    received_on: date
    #: The invoice's number, or the reference printed on it.
    reference: Annotated[str, Field(max_length=140)] = ""
    payer: Annotated[str, Field(max_length=140)] = ""
    iban: Annotated[str, Field(max_length=34)] = ""

    @property
    def subject(self) -> str:
        return self.payment_id
