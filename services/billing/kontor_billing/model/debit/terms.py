"""How the own bank wants its debit files; set once per installation."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from kontor_billing.model.debit.sequence import SequencePolicy


class PainVersion(StrEnum):
    """Banks take `.02` until 2026-11, most of them no longer."""

    V02 = "pain.008.001.02"
    V08 = "pain.008.001.08"


@dataclass(frozen=True, slots=True)
class DebitTerms:
    version: PainVersion = PainVersion.V08
    policy: SequencePolicy = SequencePolicy.RECURRING
    #: By the organisation's clock; what comes later is of the next TARGET day.
    cutoff: time = time(14)
