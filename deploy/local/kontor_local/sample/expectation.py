"""What a run must come to: `expected.json`, for the sample itself or for any number of clones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from kontor_local.sample.files import SAMPLE
from kontor_local.sample.identities import account_number


class Expected(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ExpectedCollection(Expected):
    way: str
    mandate: str
    scheme: str
    amount: Decimal


class ExpectedInvoice(Expected):
    net: Decimal
    vat: Decimal
    gross: Decimal
    currency: str
    delivery_method: str
    #: The method itself, or its fallback where it cannot serve the invoice.
    delivered_by: str
    collections: tuple[ExpectedCollection, ...]


class ExpectedCustomer(Expected):
    number: str
    left_out: str
    invoices: tuple[ExpectedInvoice, ...]


class SampleFile(Expected):
    period: str
    customers: tuple[ExpectedCustomer, ...]


@dataclass(frozen=True)
class Expectation:
    """The sample's customers as they are, or clones of them: never all in memory."""

    period: str
    sample: tuple[ExpectedCustomer, ...]
    clones: Sequence[int] | None = None

    @classmethod
    def load(cls, clones: Sequence[int] | None = None, folder: Path = SAMPLE) -> Self:
        text = (folder / "expected.json").read_text(encoding="utf-8")
        file = SampleFile.model_validate_json(text)
        return cls(file.period, file.customers, clones)

    def customers(self) -> Iterator[ExpectedCustomer]:
        if self.clones is None:
            yield from self.sample
            return
        for index in self.clones:
            original = self.sample[index % len(self.sample)]
            yield original.model_copy(update={"number": account_number(index)})

    def invoices(self) -> Iterator[ExpectedInvoice]:
        for customer in self.customers():
            yield from customer.invoices
