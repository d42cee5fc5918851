"""Debit files: reserved with all their ids before they are built, so every build is the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid5

from kontor_contracts.billing.debit_file import DebitFileCreated
from kontor_contracts.customers.payment import MandateScheme
from kontor_contracts.errors import ConflictError
from kontor_contracts.values import Amount, Value

from kontor_billing.model.debit.creditor import Creditor
from kontor_billing.model.debit.presentation import Debit, Presented
from kontor_billing.model.debit.sequence import SequenceType
from kontor_billing.model.debit.terms import PainVersion
from kontor_billing.model.vat import ZERO


class DebitFileState(StrEnum):
    """A file made is a claim to money, not money."""

    RESERVED = "reserved"
    CREATED = "created"
    #: The bank has it: its debits are presented.
    SUBMITTED = "submitted"
    #: The bank took it: its debits settle, each on its collection date.
    CONFIRMED = "confirmed"


class FileStateError(ConflictError):
    """A file goes from created to submitted to confirmed."""


class Block(Value):
    """One `PmtInf`: what is collected on one date by one sequence type."""

    block: str
    sequence: SequenceType
    collection_date: date


class DebitFile(Value):
    """One creditor, one scheme (CORE and B2B must not mix). Without a debit it has no content."""

    id: UUID
    run_id: UUID
    scheme: MandateScheme
    message_id: str
    created_at: datetime
    creditor: Creditor
    count: int
    total: Amount
    collection_dates: tuple[date, ...]
    #: Marks the frozen debits that belong to the file; others are of attempts that came too late.
    items_id: UUID
    one_off_mandates: tuple[UUID, ...] = ()
    version: PainVersion = PainVersion.V08
    #: Of every run: then `run_id` is the debit run's own.
    everything: bool = False
    state: DebitFileState = DebitFileState.RESERVED
    sha256: str = ""
    submitted_at: datetime | None = None
    confirmed_at: datetime | None = None

    def created(self, sha256: str) -> DebitFileCreated:
        return DebitFileCreated(
            file_id=self.id,
            message_id=self.message_id,
            run_id=None if self.everything else self.run_id,
            scheme=self.scheme,
            collection_dates=self.collection_dates,
            count=self.count,
            total=self.total,
            sha256=sha256,
            at=self.created_at,
        )

    def submitted(self, at: datetime) -> "DebitFile":
        """Handed to the bank `at`; the same when it was before. FileStateError without content."""
        if self.state is DebitFileState.RESERVED or not self.sha256:
            raise FileStateError(f"{self.message_id} has no content that the bank could have")
        if self.submitted_at:
            return self
        news = {"state": DebitFileState.SUBMITTED, "submitted_at": at}
        return self.model_copy(update=news)

    def confirmed(self, at: datetime) -> "DebitFile":
        """Taken by the bank; the same when it was before. FileStateError when it has none."""
        if not self.submitted_at:
            raise FileStateError(f"{self.message_id} is {self.state}: submit it first")
        if self.confirmed_at:
            return self
        news = {"state": DebitFileState.CONFIRMED, "confirmed_at": at}
        return self.model_copy(update=news)


def file_id(run_id: UUID, scheme: MandateScheme) -> UUID:
    """One file per run and scheme, however often it is asked for."""
    return uuid5(run_id, f"debit-file/{scheme}")


def message_id(created_at: datetime, number: int) -> str:
    """Unique for ever; `number` comes from our own counter."""
    return f"SDD-{created_at.year}-{number:06}"


@dataclass(frozen=True, slots=True)
class Reservation:
    """What the files of one debit run share."""

    run_id: UUID
    creditor: Creditor
    created_at: datetime
    items_id: UUID
    version: PainVersion = PainVersion.V08
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file will hold, as far as its row says it."""

    count: int = 0
    total: Decimal = ZERO
    dates: frozenset[date] = frozenset()
    one_off_mandates: frozenset[UUID] = frozenset()

    def plus(self, presented: Iterable[Presented]) -> "Contents":
        ours = [one for one in presented if isinstance(one.outcome, Debit)]
        debits = [one.outcome for one in ours if isinstance(one.outcome, Debit)]
        mandates = (one.collection.mandate_id for one in ours if one.uses_up_mandate)
        return Contents(
            count=self.count + len(debits),
            total=self.total + total_of(debits),
            dates=self.dates | {debit.collection_date for debit in debits},
            one_off_mandates=self.one_off_mandates | {one for one in mandates if one},
        )


def reserved(
    reservation: Reservation, scheme: MandateScheme, contents: Contents, *, number: int
) -> DebitFile:
    return DebitFile(
        id=file_id(reservation.run_id, scheme),
        run_id=reservation.run_id,
        scheme=scheme,
        message_id=message_id(reservation.created_at, number),
        created_at=reservation.created_at,
        creditor=reservation.creditor,
        count=contents.count,
        total=contents.total,
        collection_dates=tuple(sorted(contents.dates)),
        items_id=reservation.items_id,
        one_off_mandates=tuple(sorted(contents.one_off_mandates)),
        version=reservation.version,
        everything=reservation.everything,
        state=DebitFileState.RESERVED if contents.count else DebitFileState.CREATED,
    )


def total_of(debits: Iterable[Debit]) -> Decimal:
    return sum((debit.amount for debit in debits), ZERO)


def in_file_order(debits: Iterable[Debit]) -> list[Debit]:
    """By block (sequence type and date), then by end-to-end id: the same for every build."""
    return sorted(debits, key=lambda one: (one.sequence, one.collection_date, one.end_to_end_id))


def by_block(file: DebitFile, debits: Iterable[tuple[Debit, UUID]]) -> dict[Block, list[UUID]]:
    """The collections of each block, the blocks in the order of the file."""
    found: dict[tuple[SequenceType, date], list[UUID]] = {}
    for debit, collection_id in debits:
        found.setdefault((debit.sequence, debit.collection_date), []).append(collection_id)
    return {
        Block(block=block_id(file, number), sequence=key[0], collection_date=key[1]): found[key]
        for number, key in enumerate(sorted(found), start=1)
    }


def block_id(file: DebitFile, number: int) -> str:
    return f"{file.message_id}-{number:03}"
