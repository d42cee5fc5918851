"""An import as it was asked for, and what all kinds of rows are held against."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import Party

from kontor_customers.model.history import Author
from kontor_customers.model.imports.directory import Directory, directory_of, named_in, vat_key
from kontor_customers.model.imports.rows import Row
from kontor_customers.usecases.books import Books, save_parties


@dataclass(frozen=True)
class Import:
    """A dry run tells all and saves nothing."""

    books: Books
    author: Author
    dry_run: bool

    async def directory(self, rows: Iterable[Row], tx: Transaction) -> Directory:
        """The parties that the rows name, mostly by number; else by VAT id or name."""
        named = set(named_in(rows))
        known = await self.books.parties.by_number(named, tx)
        parties = list(known.values())
        if strangers := named - known.keys():
            parties += await self.books.parties.by_vat_id([vat_key(one) for one in strangers], tx)
            parties += await self.books.parties.by_name(strangers, tx)
        return directory_of(parties)

    async def save_parties(
        self, changes: Sequence[tuple[Party | None, Party]], tx: Transaction
    ) -> None:
        if not self.dry_run:
            await save_parties(self.books, changes, author=self.author, tx=tx)
