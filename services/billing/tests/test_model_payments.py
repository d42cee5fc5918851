"""Which invoices a payment is for."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.gateways.bank_csv import read_bank_csv
from kontor_billing.gateways.bank_xml import NotABankFileError
from kontor_billing.model.account import accounts_of
from kontor_billing.model.incoming import IncomingPayment, keyed
from kontor_billing.model.payments import (
    Assignment,
    chosen,
    numbers_in,
    placed,
    words_of,
)
from kontor_billing.model.receivable import Receivable, paid
from kontor_billing.testing.records import a_receivable
from kontor_contracts.errors import InvalidInputError

INVOICE = a_receivable(number="2026-000123")
OTHER = a_receivable(number="2026-000124", payable=Decimal("10.00"))


def a_payment(amount: str = "35.58", **changes: object) -> IncomingPayment:
    values: dict[str, object] = {"key": "K-1", "amount": Decimal(amount), "currency": "EUR"}
    return IncomingPayment.model_validate(values | changes)


@pytest.mark.parametrize(
    "payment",
    [
        a_payment(references=("2026-000123-1-1",)),
        a_payment(references=("2026-000123",)),
        a_payment(text="Rechnung 2026-000123, danke!"),
        a_payment(text="RG:2026-000123/KD K-000001"),
        a_payment(text="Facture (2026-000123-2-1)"),
    ],
)
def test_a_number_is_found_wherever_the_payer_wrote_it(payment: IncomingPayment) -> None:
    found = numbers_in(words_of(payment))
    if payment.text.startswith("RG"):
        assert "2026-000123/KD" in found
    else:
        assert "2026-000123" in found


def parts(
    payment: IncomingPayment, *named: Receivable, iban: tuple[Receivable, ...] = ()
) -> object:
    result = placed(payment, named, iban)
    return result.reason or [(one.invoice_number, one.amount) for one in result.allocations]


def test_reference_comes_first_then_iban_with_the_exact_amount_and_never_a_guess() -> None:
    assert parts(a_payment("20.00"), INVOICE) == [("2026-000123", Decimal("20.00"))]
    assert parts(a_payment("99.00"), INVOICE) == [("2026-000123", Decimal("99.00"))]
    assert parts(a_payment(), INVOICE, iban=(OTHER,)) == [("2026-000123", Decimal("35.58"))]
    assert parts(a_payment(), iban=(INVOICE,)) == [("2026-000123", Decimal("35.58"))]
    assert parts(a_payment(), iban=(INVOICE, OTHER)) == "several-candidates"
    assert parts(a_payment()) == "no-such-invoice"
    assert parts(a_payment("45.58"), INVOICE, OTHER) == [
        ("2026-000123", Decimal("35.58")),
        ("2026-000124", Decimal("10.00")),
    ]
    assert parts(a_payment("40.00"), INVOICE, OTHER) == "several-invoices"
    assert parts(a_payment(currency="CHF"), INVOICE) == "no-such-invoice"
    credit_note = a_receivable(kind="381")
    assert parts(a_payment(), credit_note) == "no-such-invoice"


def test_a_person_gives_all_of_a_payment_and_hears_every_wrong_part() -> None:
    two = Assignment.model_validate(
        {
            "invoices": [
                {"invoice_id": INVOICE.id, "amount": "20.00"},
                {"invoice_id": OTHER.id, "amount": "15.58"},
            ]
        }
    )
    assert [one.amount for one in chosen(a_payment(), two, [INVOICE, OTHER])] == [
        Decimal("20.00"),
        Decimal("15.58"),
    ]
    whole = Assignment.model_validate({"invoices": [{"invoice_id": INVOICE.id}]})
    assert chosen(a_payment("50.00"), whole, [INVOICE])[0].amount == Decimal("50.00")
    with pytest.raises(InvalidInputError) as refused:
        chosen(a_payment("50.00"), two, [INVOICE, OTHER])
    assert [one.code for one in refused.value.fields] == ["sum-differs"]
    wrong = Assignment.model_validate(
        {"invoices": [{"invoice_id": uuid4()}, {"invoice_id": INVOICE.id}]}
    )
    with pytest.raises(InvalidInputError) as refused:
        chosen(a_payment(), wrong, [INVOICE])
    assert [one.code for one in refused.value.fields] == [
        "unknown-invoice",
        "amount-missing",
        "amount-missing",
    ]


@given(st.lists(st.sampled_from(["1.00", "2.00"]), max_size=6))
def test_equal_payments_of_one_file_stay_apart_and_the_same_file_is_the_same(
    amounts: list[str],
) -> None:
    payments = [a_payment(amount, key="") for amount in amounts]
    keys = [one.key for one in keyed(payments)]
    assert len(set(keys)) == len(amounts)
    assert [one.key for one in keyed(payments)] == keys


def test_an_overpayment_is_credit_on_the_account() -> None:
    over = paid(INVOICE, Decimal("40.00"))
    late = a_receivable(payable=Decimal("7.00"), overdue_since=date(2026, 11, 20), state="overdue")
    (account,) = accounts_of([over, OTHER, late])
    assert (account.open, account.overdue, account.credit) == (
        Decimal("17.00"),
        Decimal("7.00"),
        Decimal("4.42"),
    )


CSV = """booked_on;amount;currency;reference;text;name;iban;code
2026-11-20;1.035,58;EUR;2026-000123;Rechnung;Ada Beispiel;DE02 1203 0000 0000 2020 51;
20.11.2026;-35,58;EUR;2026-000099-1-1;Rücklastschrift;;;ac04
2026-11-21;-12.00;EUR;;Miete;;;
"""


def test_a_csv_holds_payments_and_returns_and_our_own_payments_are_none_of_both() -> None:
    file = read_bank_csv(CSV.encode())
    (payment,), (back,) = file.payments, file.returns
    assert (payment.amount, payment.iban) == (Decimal("1035.58"), "DE02120300000000202051")
    assert (payment.booked_on, payment.references) == (date(2026, 11, 20), ("2026-000123",))
    assert (back.reference, back.amount, back.code) == ("2026-000099-1-1", Decimal("35.58"), "AC04")


def test_every_wrong_cell_of_a_csv_is_named_at_once() -> None:
    with pytest.raises(NotABankFileError) as refused:
        read_bank_csv(b"booked_on;amount\n2026-13-01;1,0\n2026-11-20;99999999999999.00\n")
    assert [one.field for one in refused.value.fields] == [
        "line 2: amount",
        "line 2: booked_on",
        "line 3: amount",
    ]
