"""Sequence types of SEPA debits, from what is known of the mandate's use."""

from enum import StrEnum

from kontor_contracts.customers.payment import MandateType, SepaMandate

from kontor_billing.model.debit.mandate_use import MandateUse


class SequenceType(StrEnum):
    FIRST = "FRST"
    RECURRING = "RCUR"
    FINAL = "FNAL"
    ONE_OFF = "OOFF"


class SequencePolicy(StrEnum):
    """FRST has been optional since 2016-11-20; some banks insist on it."""

    RECURRING = "rcur"
    FIRST_THEN_RECURRING = "frst-rcur"


def sequence_of(mandate: SepaMandate, use: MandateUse, policy: SequencePolicy) -> SequenceType:
    """First until a debit was not rejected before settlement, by what banks said of sent files."""
    if mandate.type is MandateType.ONE_OFF:
        return SequenceType.ONE_OFF
    if use.last_wanted:
        return SequenceType.FINAL
    if policy is SequencePolicy.FIRST_THEN_RECURRING and not use.confirmed:
        return SequenceType.FIRST
    return SequenceType.RECURRING
