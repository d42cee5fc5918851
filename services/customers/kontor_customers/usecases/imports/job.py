"""An import as it was asked for, and what all kinds of rows are held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party

from kontor_customers.model.history import Author
from kontor_customers.model.imports.directory import (
    Directory,
    PartyOutline,
    directory_of,
    named_in,
    vat_key,
)
from kontor_customers.model.imports.rows import Row
from kontor_customers.store import PartyLookup
from kontor_customers.usecases.books import Books, save_parties

FoundT = TypeVar("FoundT", bound=Party | PartyOutline)


@dataclass(frozen=True)
class Import:
    """A dry run tells all and saves nothing."""

    books: Books
    author: Author
    dry_run: bool

    async def directory(self, rows: Iterable[Row], tx: Transaction) -> Directory[Party]:
        """The parties that the rows name."""
        return await _directory(self.books.lookup, set(named_in(rows)), tx)

    async def outlines(self, rows: Iterable[Row], tx: Transaction) -> Directory[PartyOutline]:
        """The same for rows that change none of the parties: whole ones take longer to read."""
        return await _directory(self.books.outlines, set(named_in(rows)), tx)

    async def save_parties(
        self, changes: Sequence[tuple[Party | None, Party]], tx: Transaction
    ) -> None:
        if not self.dry_run:
            await save_parties(self.books, changes, author=self.author, tx=tx)


async def _directory(
    lookup: PartyLookup[FoundT], named: set[str], tx: Transaction
) -> Directory[FoundT]:
    """Mostly by number; else by VAT id or name."""
    known = await lookup.by_number(named, tx)
    parties = list(known.values())
    if strangers := named - known.keys():
        parties += await lookup.by_vat_id([vat_key(one) for one in strangers], tx)
        parties += await lookup.by_name(strangers, tx)
    return directory_of(parties)
