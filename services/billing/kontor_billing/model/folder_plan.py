"""What a chunk of imported rows comes to: folders as they are and as they are to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails

from kontor_billing.model.articles import Article, PriceList
from kontor_billing.model.folder_changes import folder_id
from kontor_billing.model.folder_import import (
    FolderRow,
    LineRow,
    billed_before,
    folder_from,
    line_from,
    with_line,
)
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.import_rows import Outcome, refused
from kontor_billing.model.payer import payer_id_of


@dataclass
class FolderPlan:
    """`after` grows row by row; a row that is refused leaves no trace in it."""

    parties: Mapping[str, Party]
    payments: Mapping[UUID, PaymentDetails]
    before: Mapping[UUID, BilledFolder]
    articles: Mapping[str, Article] = field(default_factory=dict)
    #: The batches that there are.
    batches: frozenset[str] = frozenset()
    after: dict[UUID, BilledFolder] = field(default_factory=dict)

    def put_folder(self, row: FolderRow) -> Outcome:
        """RowRefusedError names what is wrong with the row."""
        party = self._party(row.number)
        current = self._current(folder_id(party.id, row.folder))
        before = current.folder if current else None
        if row.batch and row.batch not in self.batches:
            raise refused("batch", "unknown-batch", f"there is no batch {row.batch}")
        payer_id = payer_id_of(party, before) if before else party.payer_id
        details = self.payments.get(payer_id or party.id)
        folder = folder_from(row, party.id, details, before)
        if current is None:
            return self._put(BilledFolder(folder, {}), Outcome.CREATED)
        return self._put(BilledFolder(folder, current.billed, current.bookings), Outcome.UPDATED)

    def put_line(self, row: LineRow) -> Outcome:
        """RowRefusedError names what is wrong with the row."""
        party = self._party(row.number)
        current = self._current(folder_id(party.id, row.folder))
        if current is None:
            raise refused("folder", "unknown-folder", f"there is no folder {row.folder}")
        line = line_from(row, current.folder, PriceList(self.articles, party.language))
        known = any(one.id == line.id for one in current.folder.lines)
        coverage = billed_before(row, current.coverage(line.id))
        billed = {**current.billed, line.id: coverage} if coverage else current.billed
        changed = BilledFolder(with_line(current.folder, line), billed, current.bookings)
        return self._put(changed, Outcome.UPDATED if known else Outcome.CREATED)

    def changes(self) -> list[tuple[BilledFolder | None, BilledFolder]]:
        """The folders to save, each one version further than it was."""
        return [(self.before.get(key), self._versioned(one)) for key, one in self.after.items()]

    def _party(self, number: str) -> Party:
        party = self.parties.get(number)
        if party is None:
            raise refused("number", "unknown-party", f"{number} is no account number of ours")
        return party

    def _current(self, key: UUID) -> BilledFolder | None:
        return self.after.get(key) or self.before.get(key)

    def _put(self, folder: BilledFolder, outcome: Outcome) -> Outcome:
        key = folder.folder.id
        if folder == self._current(key):
            return Outcome.UNCHANGED
        self.after[key] = folder
        return outcome

    def _versioned(self, after: BilledFolder) -> BilledFolder:
        before = self.before.get(after.folder.id)
        version = before.folder.version + 1 if before else 1
        folder = after.folder.model_copy(update={"version": version})
        return BilledFolder(folder, after.billed, after.bookings)
