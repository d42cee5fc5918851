"""What billing answers to a preview of a run."""

from decimal import Decimal

from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_cli.client.answers import LeftOut


class Split(Value):
    """Why an invoice does not stand together with others of its customer."""

    reason: str
    value: str


class Change(Value):
    """Against what the same folders cost in the month before."""

    before: Amount
    percent: Decimal | None
    notable: bool


class NotBilled(Value):
    """A folder that is a draft, or cost something in the month before and nothing now."""

    account_number: str
    name: str
    folder: str
    reason: str
    before: Amount


class PreviewInvoice(Value):
    account_number: str
    folders: tuple[str, ...]
    net: Amount
    gross: Amount
    currency: CurrencyCode
    delivery_method: DeliveryMethod
    splits: tuple[Split, ...] = ()
    change: Change


class Preview(Value):
    """What a run would issue and leave out."""

    invoices: tuple[PreviewInvoice, ...]
    left_out: tuple[LeftOut, ...]
    not_billed: tuple[NotBilled, ...] = ()


class PreviewPage(Preview):
    next_cursor: str | None
