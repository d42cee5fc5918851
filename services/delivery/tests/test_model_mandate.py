"""Which collections GoCardless would charge."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from kontor_contracts.billing.invoice import Collection, CollectionWay
from kontor_contracts.customers.payment import (
    GoCardlessMandate,
    GoCardlessMandateState,
    PaymentDetails,
)
from kontor_delivery.model.mandate import awaits_mandate, sorted_out
from kontor_delivery.testing.facts import a_collection, an_invoice

MANDATE = uuid4()
ACTIVE = GoCardlessMandateState.ACTIVE


def a_payment(state: GoCardlessMandateState = ACTIVE) -> PaymentDetails:
    mandate = GoCardlessMandate(id=MANDATE, reference="MD0001", state=state)
    return PaymentDetails(party_id=uuid4(), version=1, gocardless_mandates=(mandate,))


def a_debit(mandate_id: UUID | None = MANDATE, **changes: object) -> Collection:
    values: dict[str, object] = {
        "way": CollectionWay.GOCARDLESS_FILE,
        "mandate_id": mandate_id,
        "mandate_reference": "MD0001" if mandate_id else "",
    }
    return a_collection(**values | changes)


def test_a_collection_with_an_active_mandate_is_a_row() -> None:
    found = sorted_out(an_invoice(collections=(a_debit(),)), a_payment())
    assert [row.mandate for row in found.rows] == ["MD0001"]
    assert found.code == ""


@pytest.mark.parametrize("state", [s for s in GoCardlessMandateState if s.value[0] in "fceb"])
def test_a_mandate_that_ended_keeps_its_collection_out(state: GoCardlessMandateState) -> None:
    found = sorted_out(an_invoice(collections=(a_debit(),)), a_payment(state))
    assert (found.rows, found.code) == ((), "mandate-not-active")
    assert state in found.reason


def test_a_collection_without_a_mandate_says_what_to_enter() -> None:
    found = sorted_out(an_invoice(collections=(a_debit(None),)), a_payment())
    assert found.code == "mandate-missing"
    assert "MD" in found.reason


def test_an_invoice_paid_in_another_way_is_named() -> None:
    assert sorted_out(an_invoice(), a_payment()).code == "no-gocardless-collection"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal(0)}, "amount-not-positive"),
        ({"reference": "=1"}, "text-not-exportable"),
    ],
)
def test_what_the_file_cannot_say_stays_out(changes: dict[str, object], code: str) -> None:
    invoice = an_invoice(collections=(a_debit(**changes),))
    assert sorted_out(invoice, a_payment()).code == code


def test_another_currency_stays_out() -> None:
    invoice = an_invoice(collections=(a_debit(),), currency="CHF")
    assert sorted_out(invoice, a_payment()).code == "currency-unsupported"


def test_one_collection_may_go_in_while_another_stays_out() -> None:
    invoice = an_invoice(collections=(a_debit(), a_debit(None)))
    found = sorted_out(invoice, a_payment())
    assert len(found.rows) == len(found.exclusions) == 1


def test_a_named_mandate_that_has_not_arrived_is_awaited() -> None:
    invoice = an_invoice(collections=(a_debit(),))
    assert awaits_mandate(invoice, None)
    assert not awaits_mandate(invoice, a_payment())
    assert not awaits_mandate(an_invoice(collections=(a_debit(None),)), None)
