"""What the demo tells at its end: `report.json`."""

from decimal import Decimal

from pydantic import BaseModel


class Stage(BaseModel):
    """One figure of the way. `seconds` count from the start of what leads to it."""

    expected: int
    done: int
    failed: int = 0
    seconds: float = 0.0

    @property
    def agrees(self) -> bool:
        return self.done == self.expected and not self.failed


class InvoiceRow(BaseModel):
    number: str
    account_number: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    currency: str
    delivery_method: str
    #: What became of it: `mailed`, `archived`, `exported`, `failed`, or `waiting`.
    outcome: str


class Report(BaseModel):
    period: str
    #: `sample`, or the number of generated customers.
    customers: str
    agrees: bool
    stages: dict[str, Stage]
    disagreements: list[str]
    invoices: list[InvoiceRow]
