"""An invoice and its debit, as billing answers them."""

from uuid import uuid4

INVOICE_ID, COLLECTION_ID = str(uuid4()), str(uuid4())
INVOICE: dict[str, object] = {
    "id": INVOICE_ID,
    "number": "2026-000001",
    "kind": "380",
    "account_number": "K-1",
    "currency": "EUR",
    "issued_on": "2026-11-02",
    "due_on": "2026-11-16",
    "state": "open",
    "payable": "59.38",
    "paid": "0.00",
    "credited": "0.00",
    "open": "59.38",
    "credit": "0.00",
}
COLLECTION: dict[str, object] = {
    "id": COLLECTION_ID,
    "reference": "2026-000001-1-1",
    "way": "sepa-file",
    "amount": "59.38",
    "due_on": "2026-11-16",
    "state": "returned",
    "code": "AC04",
}
MAIL: dict[str, object] = {
    "invoice_id": INVOICE_ID,
    "invoice_number": "2026-000001",
    "channel": "email",
    "state": "queued",
    "to": ["ada@example.org"],
}
