"""What of each invoice is still to be collected while debits are chosen."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.vat import ZERO


def still_owed(
    open_amounts: dict[UUID, Decimal], on_their_way: Iterable[OpenCollection]
) -> dict[UUID, Decimal]:
    """By invoice: what is open, less what the bank is asked for already."""
    left = dict(open_amounts)
    for one in on_their_way:
        left[one.invoice_id] = left.get(one.invoice_id, ZERO) - one.amount
    return left
