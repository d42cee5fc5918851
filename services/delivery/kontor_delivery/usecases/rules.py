"""A verdict of the e-invoice gate as an error that people can act on."""

from kontor_contracts.errors import DomainError

from kontor_delivery.gateways.einvoice_gate import Verdict

#: So many rules are named; one fault often breaks a dozen.
NAMED = 5


class EinvoiceRuleError(DomainError):
    """The electronic invoice breaks rules of EN 16931 or of its channel."""


def refuse_violations(verdict: Verdict) -> None:
    if verdict.passed:
        return
    named = [f"{one.rule}: {one.text}" for one in verdict.errors[:NAMED]]
    more = len(verdict.errors) - len(named)
    raise EinvoiceRuleError("; ".join(named) + (f"; and {more} more" if more else ""))
