"""What billing answers about debit files, as the pages read it."""

from datetime import date
from uuid import UUID

from kontor_contracts.values import Amount, Value
from pydantic import AwareDatetime

from kontor_web.access import Person
from kontor_web.paging import address
from kontor_web.services import Problem, RefusedError
from kontor_web.settings import Service

MOST_FILES = "1000"


class Excluded(Value):
    invoice_number: str
    code: str
    field: str
    reason: str

    @property
    def mended_at(self) -> str:
        return address(f"/invoices/numbered/{self.invoice_number}", {"field": self.field})


class DebitFile(Value):
    id: UUID
    run_id: UUID
    state: str
    message_id: str
    scheme: str
    collection_dates: tuple[date, ...]
    count: int
    total: Amount
    submitted_at: AwareDatetime | None = None
    confirmed_at: AwareDatetime | None = None
    excluded: tuple[Excluded, ...] = ()

    @property
    def is_being_built(self) -> bool:
        return self.state == "reserved"


class DebitItem(Excluded):
    reference: str = ""
    included: bool
    amount: Amount | None = None
    sequence: str | None = None
    collection_date: date | None = None


async def read_file(person: Person, file_id: UUID) -> DebitFile:
    found = await person.list(Service.BILLING, "/debit-files", DebitFile, limit=MOST_FILES)
    for one in found.items:
        if one.id == file_id:
            return one
    raise RefusedError(Problem(status=404))
