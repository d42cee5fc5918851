"""The party that a row means: by account number, else by VAT id, else by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from kontor_contracts.customers.party import PartyKind
from kontor_contracts.values import Value

from kontor_customers.model.imports.columns import RowRefusedError
from kontor_customers.model.imports.rows import CellError, Row
from kontor_customers.model.search import folded


class Listed(Protocol):
    """What a party is found by."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def vat_id(self) -> str: ...


class PartyOutline(Value):
    """As much of a party as rows need that do not change it."""

    id: UUID
    number: str
    name: str
    vat_id: str
    kind: PartyKind


ListedT = TypeVar("ListedT", bound=Listed)


@dataclass
class Directory(Generic[ListedT]):
    """Parties by account number, and the numbers that a VAT id or a name leads to."""

    parties: dict[str, ListedT] = field(default_factory=dict)
    by_vat_id: dict[str, set[str]] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)

    def add(self, party: ListedT) -> None:
        self.parties[party.number] = party
        self.by_name.setdefault(folded(party.name), set()).add(party.number)
        if party.vat_id:
            self.by_vat_id.setdefault(party.vat_id, set()).add(party.number)

    def meant_by(self, named: str) -> str | None:
        """The account number that a cell of `number` stands for; None: nobody's."""
        if named in self.parties:
            return named
        return self._one(self.by_vat_id.get(vat_key(named))) or self._one(
            self.by_name.get(folded(named))
        )

    def described_by(self, row: Row) -> str | None:
        """The account number of whom a row of customers.csv without number describes."""
        vat_id, name = vat_key(row.cells.get("vat_id", "")), row.cells.get("name", "").strip()
        return self._one(self.by_vat_id.get(vat_id)) or self._one(self.by_name.get(folded(name)))

    def _one(self, numbers: set[str] | None) -> str | None:
        if numbers and len(numbers) > 1:
            some = ", ".join(sorted(numbers)[:3])
            reason = f"fits {some}: give the account number"
            raise RowRefusedError([CellError("number", "ambiguous", reason)])
        return next(iter(numbers), None) if numbers else None


def directory_of(parties: Iterable[ListedT]) -> Directory[ListedT]:
    """The parties so that rows find them."""
    directory = Directory[ListedT]()
    for party in parties:
        directory.add(party)
    return directory


def vat_key(text: str) -> str:
    """A VAT id as it is stored."""
    return "".join(text.split()).replace(".", "").replace("-", "").upper()


def named_in(rows: Iterable[Row]) -> Iterator[str]:
    """What the rows call their parties."""
    for row in rows:
        if not row.problem:
            yield row.cells.get("number", "").strip()
