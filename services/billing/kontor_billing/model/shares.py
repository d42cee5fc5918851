"""How an invoice's payable amount is split over the ways it is paid; the parts add up to it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kontor_billing.model.payment import EffectivePayment
from kontor_billing.model.vat import ZERO, NetsByRate, gross_of, merged


class Share(NamedTuple):
    """A part of the payable amount and how it is paid."""

    payment: EffectivePayment
    amount: Decimal


def shares(
    payable: Decimal, parts: Iterable[tuple[EffectivePayment, NetsByRate]]
) -> tuple[Share, ...]:
    """One share per way and mandate. Each is rounded by itself; the largest carries the difference.

    A part below zero cannot be collected alone: the largest then takes the whole amount.
    """
    by_mandate = _by_mandate(parts)
    if len(by_mandate) == 1:
        return (Share(by_mandate[0][0], payable),)
    rounded = [Share(payment, gross_of(merged(nets))) for payment, nets in by_mandate]
    largest = max(rounded, key=lambda share: share.amount)
    if any(share.amount < 0 for share in rounded):
        return (Share(largest.payment, payable),)
    difference = payable - sum((share.amount for share in rounded), ZERO)
    adjusted = largest._replace(amount=largest.amount + difference)
    return tuple(
        adjusted if share is largest else share
        for share in rounded
        if share.amount or share is largest
    )


def _by_mandate(
    parts: Iterable[tuple[EffectivePayment, NetsByRate]],
) -> list[tuple[EffectivePayment, list[NetsByRate]]]:
    found: dict[object, tuple[EffectivePayment, list[NetsByRate]]] = {}
    for payment, part in parts:
        key = (payment.way, payment.mandate_id)
        found.setdefault(key, (payment, []))[1].append(part)
    return list(found.values())
