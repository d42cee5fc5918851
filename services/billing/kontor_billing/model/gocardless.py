"""What a collection by GoCardless' API becomes, and how much money came or went with that."""

import re
from decimal import Decimal
from typing import NamedTuple

from kontor_contracts.billing.collection import PaymentReturned, ReturnKind
from kontor_contracts.delivery.gocardless import GocardlessPaymentChanged, GocardlessStanding

from kontor_billing.model.collections import CollectionState, TrackedCollection
from kontor_billing.model.vat import ZERO

#: A reason of ISO 20022 at the head of GoCardless' words.
SCHEME_CODE = re.compile(r"[A-Z]{2}\d{2}\b")
GONE_WRONG = frozenset({GocardlessStanding.FAILED, GocardlessStanding.CHARGED_BACK})


class Step(NamedTuple):
    """A collection after what GoCardless told; `money` is below zero where it went back."""

    collection: TrackedCollection
    money: Decimal = ZERO
    returned: PaymentReturned | None = None


def stepped(before: TrackedCollection, event: GocardlessPaymentChanged) -> Step | None:
    """None for what is older than what was heard already.

    Paid is never final: a late failure or a charge-back takes the money back, and a charge-back
    that is lifted gives it again. A state that nobody knows moves nothing.
    """
    if event.sequence <= before.told:
        return None
    heard = before.model_copy(update={"told": event.sequence})
    if event.standing is GocardlessStanding.UNKNOWN:
        return Step(heard)
    had_money = before.state is CollectionState.COLLECTED
    state = _state(event.standing, had_money=had_money)
    has_money = state is CollectionState.COLLECTED
    after = heard.model_copy(update={"state": state})
    told = _returned(after, event) if state is not before.state else None
    return Step(after, before.amount * (has_money - had_money), told)


def _state(standing: GocardlessStanding, *, had_money: bool) -> CollectionState:
    if standing is GocardlessStanding.PAID:
        return CollectionState.COLLECTED
    if standing is GocardlessStanding.IN_FLIGHT:
        return CollectionState.IN_FLIGHT
    if had_money or standing is GocardlessStanding.CHARGED_BACK:
        return CollectionState.RETURNED
    if standing is GocardlessStanding.FAILED:
        return CollectionState.REJECTED
    return CollectionState.OPEN


def _returned(after: TrackedCollection, event: GocardlessPaymentChanged) -> PaymentReturned | None:
    """Mandates are told of by GoCardless itself; a person says whether to ask again."""
    if event.standing not in GONE_WRONG and after.state is not CollectionState.RETURNED:
        return None
    code = SCHEME_CODE.match(event.reason)
    return PaymentReturned(
        collection_id=after.id,
        invoice_id=after.invoice_id,
        invoice_number=after.invoice_number,
        party_id=after.party_id,
        payer_id=after.payer_id,
        reference=after.reference,
        kind=ReturnKind(after.state),
        amount=after.amount,
        currency=after.currency,
        code=code[0] if code else "",
        text=event.code,
        mandate_id=after.mandate_id,
        needs_person=True,
    )
