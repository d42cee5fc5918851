"""What a party owes in all, and what it has paid beyond that."""

from collections.abc import Iterable

from kontor_contracts.billing.standing import InvoiceState
from kontor_contracts.values import Amount, CurrencyCode, Value

from kontor_billing.model.receivable import Receivable
from kontor_billing.model.vat import ZERO


class Account(Value):
    currency: CurrencyCode
    open: Amount = ZERO
    #: Part of `open`.
    overdue: Amount = ZERO
    #: Overpaid, or paid before it was credited.
    credit: Amount = ZERO


def accounts_of(receivables: Iterable[Receivable]) -> list[Account]:
    """One for each currency that the party was invoiced in."""
    found: dict[str, Account] = {}
    for one in receivables:
        so_far = found.get(one.currency, Account(currency=one.currency))
        late = one.open if one.state is InvoiceState.OVERDUE else ZERO
        found[one.currency] = Account(
            currency=one.currency,
            open=so_far.open + one.open,
            overdue=so_far.overdue + late,
            credit=so_far.credit + one.credit,
        )
    return [found[currency] for currency in sorted(found)]
