"""The demo tells every invoice that is missing, that is too many, or that came out otherwise."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from kontor_cli.client.answers import CollectionPart, LeftOut, RunInvoice
from kontor_cli.client.delivery_answers import DeliveryRow
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.party import DeliveryMethod
from kontor_local.demo.comparison import disagreements
from kontor_local.demo.outcomes import outcomes
from kontor_local.sample.expectation import (
    Expectation,
    ExpectedCollection,
    ExpectedCustomer,
    ExpectedInvoice,
)

NUMBER = "K-010001"


def an_expectation(*, left_out: str = "", invoices: int = 1) -> Expectation:
    part = ExpectedCollection(way="transfer", mandate="", scheme="", amount=Decimal("11.90"))
    invoice = ExpectedInvoice(
        net=Decimal("10.00"),
        vat=Decimal("1.90"),
        gross=Decimal("11.90"),
        currency="EUR",
        delivery_method="email-notice",
        delivered_by="email-notice",
        collections=(part,),
    )
    customer = ExpectedCustomer(number=NUMBER, left_out=left_out, invoices=(invoice,) * invoices)
    return Expectation("2026-10", (customer,))


def an_invoice(*, vat: str = "1.90", number: str = NUMBER) -> RunInvoice:
    gross = Decimal("10.00") + Decimal(vat)
    part = CollectionPart(reference="2026-000001-1", way=CollectionWay.TRANSFER, amount=gross)
    return RunInvoice(
        id=uuid4(),
        number="2026-000001",
        account_number=number,
        party_id=uuid4(),
        net=Decimal("10.00"),
        vat=Decimal(vat),
        gross=gross,
        currency="EUR",
        delivery_method=DeliveryMethod.EMAIL_NOTICE,
        collections=(part,),
    )


def found(expectation: Expectation, *invoices: RunInvoice, outcome: str = "mailed") -> list[str]:
    became = {invoice.id: outcome for invoice in invoices}
    return list(disagreements(expectation, invoices, became, left_out=()))


def test_nothing_is_told_where_all_agrees() -> None:
    assert found(an_expectation(), an_invoice()) == []


def test_two_equal_invoices_are_not_one() -> None:
    expectation = an_expectation(invoices=2)

    assert found(expectation, an_invoice(), an_invoice()) == []
    assert len(found(expectation, an_invoice())) == 1


def test_another_amount_is_told_with_both_figures() -> None:
    missing, unexpected = found(an_expectation(), an_invoice(vat="0.70"))

    assert missing.startswith(f"{NUMBER}: missing 10.00 + 1.90 = 11.90 EUR")
    assert unexpected.startswith(f"{NUMBER}: unexpected 10.00 + 0.70 = 10.70 EUR")


def test_a_mail_that_did_not_go_out_is_told() -> None:
    assert "failed" in found(an_expectation(), an_invoice(), outcome="failed")[1]


def test_an_invoice_of_a_stranger_is_told() -> None:
    sentences = found(an_expectation(), an_invoice(), an_invoice(number="K-999999"))

    assert sentences == ["K-999999: nobody expected an invoice"]


def test_another_reason_for_leaving_out_is_told() -> None:
    expectation = an_expectation(left_out="no-recipient", invoices=0)
    on_hold = LeftOut(account_number=NUMBER, name="Bäckerei", code="on-hold")

    sentences = list(disagreements(expectation, (), {}, [on_hold]))

    assert sentences == [f"{NUMBER}: left out for 'on-hold', not for 'no-recipient'"]


def deliveries(*states: tuple[str, str]) -> Iterator[DeliveryRow]:
    for channel, state in states:
        yield DeliveryRow(invoice_id=UUID(int=1), invoice_number="1", channel=channel, state=state)


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ([("document", "issued"), ("email", "sent")], "mailed"),
        ([("document", "issued"), ("email", "queued")], "waiting"),
        ([("email", "failed")], "failed"),
        ([("chorus-pro", "filed")], "archived"),
        ([("gocardless", "filed")], "exported"),
        ([("gocardless", "left-out"), ("email", "sent")], "mailed"),
        ([("gocardless", "left-out"), ("email", "queued")], "waiting"),
    ],
)
def test_an_outcome_is_what_reached_the_customer(
    states: list[tuple[str, str]], outcome: str
) -> None:
    assert outcomes(deliveries(*states)) == {UUID(int=1): outcome}
