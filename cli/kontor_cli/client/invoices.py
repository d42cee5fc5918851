"""Invoices one by one: shown, issued by hand, credited, sent again."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

from httpx import codes
from kontor_contracts.values import Amount, Value

from kontor_cli.client.answers import InvoiceState
from kontor_cli.client.delivery_answers import DeliveryRow
from kontor_cli.client.problems import RequestRefusedError
from kontor_cli.client.session import Session
from kontor_cli.settings import Service

BILLING, DELIVERY = Service.BILLING, Service.DELIVERY
Fields = dict[str, object]


class InvoiceLine(InvoiceState):
    """As the list shows it."""

    account_number: str
    currency: str
    issued_on: date
    due_on: date
    state: str


class Collection(Value):
    """A part of an invoice, on its way to be paid."""

    id: UUID
    reference: str
    way: str
    amount: Amount
    due_on: date
    state: str
    code: str = ""
    text: str = ""


class Totals(Value):
    net: Amount
    vat: Amount
    gross: Amount


class Drafted(Value):
    totals: Totals


class InvoicePreview(Value):
    """What an invoice by hand would come to."""

    invoice: Drafted


class InvoicesApi:
    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, **conditions: str) -> Iterator[InvoiceLine]:
        """The invoices and credit notes that meet all conditions of `GET /invoices`."""
        return self._session.pages(BILLING, "/invoices", InvoiceLine, **conditions)

    def numbered(self, number: str) -> InvoiceLine | None:
        return next(self.all(number=number), None)

    def preview(self, wanted: Fields) -> InvoicePreview:
        return self._session.post(BILLING, "/invoice-previews", InvoicePreview, wanted)

    def issue(self, wanted: Fields, content: bytes, *, again: bool) -> InvoiceLine:
        """The same file again is the same invoice, unless it is to be another one."""
        return self._made("/invoices", wanted, _key(content, again=again))

    def credit(self, invoice_id: UUID, request: Fields, *, again: bool) -> InvoiceLine:
        """The same request again, after an answer was lost, is the same credit note."""
        path = f"/invoices/{invoice_id}/credit-notes"
        asked = json.dumps([path, request], sort_keys=True).encode()
        return self._made(path, request, _key(asked, again=again))

    def collections(self, invoice_id: UUID) -> Iterator[Collection]:
        asked = {"invoice_id": str(invoice_id)}
        return self._session.pages(BILLING, "/collections", Collection, **asked)

    def present_again(self, collection_id: UUID) -> Collection:
        path = f"/collections/{collection_id}/present-again"
        answer = self._session.send("POST", BILLING, path)
        return Collection.model_validate_json(answer.content)

    def deliveries(self, invoice_id: UUID) -> Iterator[DeliveryRow]:
        """No row as long as delivery has not heard of the invoice: for a moment after its issue."""
        path = f"/invoices/{invoice_id}/deliveries"
        try:
            yield from self._session.pages(DELIVERY, path, DeliveryRow)
        except RequestRefusedError as refused:
            if refused.problem.status != codes.NOT_FOUND:
                raise

    def send(self, invoice_id: UUID, method: str) -> DeliveryRow:
        """One mail more, to whom the customer names today."""
        answer = self._session.send(
            "POST",
            DELIVERY,
            f"/invoices/{invoice_id}/mails",
            json={"method": method},
            headers={"Idempotency-Key": str(uuid4())},
        )
        return DeliveryRow.model_validate_json(answer.content)

    def _made(self, path: str, body: Fields, key: str) -> InvoiceLine:
        headers = {"Idempotency-Key": key}
        answer = self._session.send("POST", BILLING, path, json=body, headers=headers)
        return InvoiceLine.model_validate_json(answer.content)


def _key(content: bytes, *, again: bool) -> str:
    """Under which billing knows a request that it has answered, for a week and one caller."""
    return str(uuid4()) if again else sha256(content).hexdigest()
