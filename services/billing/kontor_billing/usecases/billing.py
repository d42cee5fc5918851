"""What the use cases work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kontor_chassis.clock import now
from kontor_chassis.ids import may_be_unpublished
from kontor_chassis.transaction import Transactions
from kontor_contracts.customers.organisation import Organisation

from kontor_billing.model.debit.terms import DebitTerms
from kontor_billing.model.run import ChunkSize
from kontor_billing.store.articles import Articles
from kontor_billing.store.bank_entries import BankEntries
from kontor_billing.store.batches import Batches
from kontor_billing.store.collections import Collections
from kontor_billing.store.counters import Counters
from kontor_billing.store.debit_files import DebitFiles
from kontor_billing.store.folders import Folders
from kontor_billing.store.incoming_payments import IncomingPayments
from kontor_billing.store.invoices import Invoices
from kontor_billing.store.mandate_uses import MandateUses
from kontor_billing.store.rates import Rates
from kontor_billing.store.receivables import Receivables
from kontor_billing.store.renewal_notices import RenewalNotices
from kontor_billing.store.replicas import Replicas
from kontor_billing.store.runs import Chunks, Runs
from kontor_billing.store.standard_installations import StandardInstallations
from kontor_billing.store.usage import UsageRecords

Offsets = dict[str, int]


@dataclass(frozen=True)
class Upstream:
    """How far the topics of customers go, and whether our replica has come that far."""

    ends: Callable[[], Awaitable[Offsets]]
    passed: Callable[[Offsets], Awaitable[bool]]

    async def is_replicated(self) -> bool:
        """Whether the replica holds everything that is published now."""
        return await self.passed(await self.ends())

    async def may_bring(self, *records: UUID) -> bool:
        """Whether a fact of one of these records of customers may still be on its way to us."""
        moment = now()
        if any(may_be_unpublished(one, moment) for one in records):
            return True
        return not await self.is_replicated()


@dataclass(frozen=True)
class Billing:
    """The records of the service and what it asks of the outside."""

    transactions: Transactions
    folders: Folders
    replicas: Replicas
    rates: Rates
    articles: Articles
    renewal_notices: RenewalNotices
    batches: Batches
    installations: StandardInstallations
    runs: Runs
    chunks: Chunks
    invoices: Invoices
    receivables: Receivables
    collections: Collections
    mandate_uses: MandateUses
    bank_entries: BankEntries
    incoming_payments: IncomingPayments
    debit_files: DebitFiles
    counters: Counters
    usage: UsageRecords
    upstream: Upstream
    chunk_size: ChunkSize
    debit_terms: DebitTerms
    #: A bank file that takes longer is answered in part.
    bank_file_seconds: float


def civil_day(organisation: Organisation | None, moment: datetime) -> date:
    """The organisation's day at `moment`."""
    zone = organisation.time_zone if organisation else "Europe/Berlin"
    return moment.astimezone(ZoneInfo(zone)).date()
