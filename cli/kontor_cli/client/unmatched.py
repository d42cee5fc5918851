"""What the bank told and nobody could place, placed by a person."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from kontor_contracts.values import Amount, Value

from kontor_cli.client.bank_answers import ReceivedPayment, ReturnedDebit
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING = Service.BILLING


class Share(Value):
    """A part of a payment for an invoice; without an amount all that is left of it."""

    invoice_id: UUID
    amount: Amount | None = None


class UnmatchedApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def returns(self) -> Iterator[ReturnedDebit]:
        return self._session.pages(BILLING, "/unmatched", ReturnedDebit)

    def payments(self) -> Iterator[ReceivedPayment]:
        return self._session.pages(BILLING, "/payments", ReceivedPayment, state="unmatched")

    def assign_return(self, key: str, collection_id: UUID) -> ReturnedDebit:
        body = {"key": key, "collection_id": str(collection_id)}
        return self._session.post(BILLING, "/unmatched/assign", ReturnedDebit, body)

    def dismiss_return(self, key: str, reason: str) -> ReturnedDebit:
        body = {"key": key, "reason": reason}
        return self._session.post(BILLING, "/unmatched/dismiss", ReturnedDebit, body)

    def assign_payment(self, payment_id: UUID, shares: Sequence[Share]) -> ReceivedPayment:
        body = {"invoices": [one.model_dump(mode="json") for one in shares]}
        return self._session.post(BILLING, f"/payments/{payment_id}/assign", ReceivedPayment, body)

    def dismiss_payment(self, payment_id: UUID, reason: str) -> ReceivedPayment:
        body = {"reason": reason}
        return self._session.post(BILLING, f"/payments/{payment_id}/dismiss", ReceivedPayment, body)
