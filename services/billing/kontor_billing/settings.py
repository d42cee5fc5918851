"""Settings of billing, beside those that every service shares."""

from datetime import time, timedelta

from kontor_chassis.settings import ServiceSettings

from kontor_billing.model.debit.sequence import SequencePolicy
from kontor_billing.model.debit.terms import PainVersion

SERVICE = "billing"


class BillingSettings(ServiceSettings):
    """`KONTOR_BILLING_*` would be no clearer: each service has its own processes."""

    #: Parties that one transaction bills.
    chunk_parties: int = 100
    #: Lines that it bills at most, so that it stays far below the life of a transaction.
    chunk_lines: int = 2000
    #: A worker that dies leaves its chunk free after this time; far longer than a chunk takes.
    chunk_lease: timedelta = timedelta(seconds=10)
    #: The same for a debit file of 50 000 debits.
    file_lease: timedelta = timedelta(seconds=60)
    #: What the own bank takes.
    debit_version: PainVersion = PainVersion.V08
    #: `frst-rcur` for a bank that insists on it.
    debit_sequence: SequencePolicy = SequencePolicy.RECURRING
    #: What takes longer of a bank file is taken when the file is sent again.
    bank_file_seconds: float = 30
    #: By the organisation's clock: a debit file made later is of the next TARGET day.
    debit_cutoff: time = time(14)
