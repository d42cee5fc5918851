"""What the services answer about parties, as the pages read it."""

from uuid import UUID

from kontor_contracts.customers.party import DeliveryMethod, Lifecycle, Party, PartyKind
from kontor_contracts.values import Value
from pydantic import AwareDatetime, JsonValue


class Missing(Value):
    field: str
    code: str
    message: str = ""

    @property
    def tab(self) -> str:
        """The tab where it is filled in."""
        first = self.field.partition(".")[0]
        return {"contacts": "contacts", "payment": "payment"}.get(first, "edit")


class PartyView(Party):
    missing: tuple[Missing, ...] = ()

    @property
    def is_prospect(self) -> bool:
        return self.lifecycle is Lifecycle.PROSPECT

    @property
    def list_path(self) -> str:
        return "/prospects" if self.is_prospect else "/customers"


class PartyLine(Value):
    id: UUID
    number: str
    lifecycle: Lifecycle
    name: str
    kind: PartyKind
    city: str
    country: str
    delivery_method: DeliveryMethod
    on_hold: str


class BatchName(Value):
    name: str
    title: str = ""


class Note(Value):
    id: UUID
    version: int
    text: str
    pinned: bool
    mentions: tuple[UUID, ...] = ()
    author: str
    written_at: AwareDatetime
    edited_at: AwareDatetime | None = None


class Author(Value):
    name: str
    door: str


class Change(Value):
    field: str
    before: JsonValue = None
    after: JsonValue = None


class Entry(Value):
    id: UUID
    record: str
    version: int
    at: AwareDatetime
    author: Author
    changes: tuple[Change, ...]


class Conversion(Value):
    number: str
    name: str
    is_customer_already: bool
    contacts: int
    notes: int
    folders: int
    accounts: int
    missing: tuple[Missing, ...]
