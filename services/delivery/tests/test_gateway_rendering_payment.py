"""How a document says what is to be paid, and which way."""

from decimal import Decimal

import pytest
import segno
from kontor_delivery.gateways.rendering.payments import epc_code

from .builders import a_debit, a_seller, an_invoice
from .invoices import INVOICES, of_two_folders
from .printed import text_of


def test_a_transfer_names_account_amount_and_reference() -> None:
    text = text_of(an_invoice())
    assert "Bitte überweisen Sie 59,38 € bis zum 16.11.2026 ohne Abzug." in text
    assert "BIC SOGEDEFFXXX Verwendungszweck 2026-000123-1-1" in text


def test_the_code_to_scan_says_what_epc069_12_asks_for_line_by_line() -> None:
    invoice = an_invoice()
    (transfer,) = invoice.collections
    lines = (
        "BCD", "002", "1", "SCT", "SOGEDEFFXXX", "Nordlicht Netze GmbH", "DE75512108001245126199",
        "EUR59.38", "", "", "2026-000123-1-1",
    )  # fmt: skip
    wanted = segno.make_qr("\n".join(lines).encode(), error="m", boost_error=False)
    assert epc_code(transfer, invoice) == wanted.svg_data_uri(border=0, dark="#16202c")


@pytest.mark.parametrize(
    ("way", "changes"),
    [
        ("in francs", {"currency": "CHF"}),
        ("to no account", {"seller": a_seller(iban="", bic="")}),
    ],
)
def test_what_no_banking_app_could_pay_has_no_code(way: str, changes: dict[str, object]) -> None:
    invoice = an_invoice(**changes)
    assert epc_code(invoice.collections[0], invoice) == "", way


def test_a_debit_is_announced_with_day_amount_mandate_creditor_and_account() -> None:
    text = text_of(an_invoice(collections=(a_debit(Decimal("59.38")),)))
    assert "Wir ziehen 59,38 € am 16.11.2026 per SEPA-Lastschrift ein." in text
    assert "Vorabankündigung" in text
    assert "Mandatsreferenz NORD-2024-0007 Gläubiger-ID DE98ZZZ09999999999" in text
    assert "Ihr Konto DE89 •••• 3000" in text
    assert "Zahlbar bis" not in text


def test_gocardless_announces_its_own_collection() -> None:
    text = text_of(INVOICES["English"])
    assert "collected around 16 Nov 2026 through GoCardless" in text
    assert "Steuerschuldnerschaft des Leistungsempfängers" in text


def test_two_ways_of_payment_are_two_boxes() -> None:
    text = text_of(of_two_folders())
    assert "Bitte überweisen Sie 50,00 €" in text
    assert "per SEPA-Lastschrift" in text
