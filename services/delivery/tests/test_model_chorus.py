"""What Chorus Pro asks for beyond EN 16931."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.billing.invoice import InvoiceKind
from kontor_delivery.model.einvoice.chorus import chorus_faults

from .builders import a_collection, a_debit, a_public_body, a_seller
from .invoices import a_french_invoice


def faults(**changes: object) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in chorus_faults(a_french_invoice(**changes))}


def test_a_right_invoice_has_no_fault() -> None:
    assert faults() == set()


def test_every_wrong_field_is_named_at_once() -> None:
    wrong = faults(
        number="2026 000123",
        currency="CHF",
        kind=InvoiceKind.CREDIT_NOTE,
        buyer=a_public_body(siret="12345678200011", name="x" * 100),
        seller=a_seller(siret=""),
        buyer_reference="x" * 101,
        purchase_order="x" * 51,
    )
    assert wrong == {
        ("number", "chorus-number"),
        ("currency", "chorus-currency"),
        ("preceding_number", "chorus-preceding"),
        ("seller.siret", "chorus-siret"),
        ("buyer.siret", "chorus-siret"),
        ("buyer.name", "chorus-length"),
        ("buyer_reference", "chorus-length"),
        ("purchase_order", "chorus-length"),
    }


def test_a_number_of_21_characters_is_too_long() -> None:
    assert faults(number="2" * 20) == set()
    assert faults(number="2" * 21) == {("number", "chorus-number")}


def test_the_post_office_has_its_own_check_digits() -> None:
    assert faults(buyer=a_public_body(siret="35600000049837")) == set()


def test_an_account_is_needed_to_be_paid_by_transfer() -> None:
    seller = a_french_invoice().seller.model_copy(update={"iban": ""})
    assert faults(seller=seller) == {("seller.iban", "chorus-iban")}


def test_two_ways_of_payment_are_one_too_many() -> None:
    ways = (a_collection(Decimal("20.00")), a_debit(Decimal("39.88")))
    assert faults(collections=ways) == {("collections", "chorus-payment")}


@given(st.text(max_size=16))
def test_a_siret_is_refused_or_taken_but_never_breaks_the_check(siret: str) -> None:
    assert faults(buyer=a_public_body(siret=siret)) in (set(), {("buyer.siret", "chorus-siret")})
