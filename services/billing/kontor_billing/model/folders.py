"""A folder together with what has been billed of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kontor_contracts.billing.folder import Folder

from kontor_billing.model.charge import Charge
from kontor_billing.model.coverage import Coverage, Span, extended
from kontor_billing.model.usage import UsageSum

Billed = Mapping[UUID, Coverage]


@dataclass(frozen=True, slots=True)
class BilledFolder:
    """`billed` says per line which days are billed; `bookings` counts its changes, as a guard."""

    folder: Folder
    billed: Billed
    bookings: int = 0
    #: What was used and is not billed yet, where a run has asked for it.
    usage: tuple[UsageSum, ...] = ()

    def coverage(self, line_id: UUID) -> Coverage:
        return self.billed.get(line_id, ())


@dataclass(frozen=True, slots=True)
class Booking:
    """What an invoice adds to a folder, as long as the folder is at the state that was read."""

    read: BilledFolder
    charges: tuple[Charge, ...]

    def billed(self) -> Billed:
        """The folder's billed days with these charges."""
        added: dict[UUID, list[Span]] = {}
        for charge in self.charges:
            if charge.used is None:
                added.setdefault(charge.line.id, []).append(charge.span)
        extensions = {
            line_id: extended(self.read.coverage(line_id), spans)
            for line_id, spans in added.items()
        }
        return {**self.read.billed, **extensions}
