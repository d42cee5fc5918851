"""Which invoices a customer gets: S2, and one by hand."""

import io
from email.message import EmailMessage

import pytest
from kontor_cli.settings import Service
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import PERIOD, Office, parsed, until
from pypdf import PdfReader


@pytest.mark.parametrize(
    ("consolidate", "folders"), [(True, [("01", "02")]), (False, [("01",), ("02",)])]
)
def test_folders_stand_on_one_invoice_or_on_one_each_as_the_customer_wishes(
    office: Office, whole: Everything, *, consolidate: bool, folders: list[tuple[str, ...]]
) -> None:
    customer = office.enter_billable(
        "Zwei Standorte GmbH", "kasse@standorte.example", consolidate_invoices=consolidate
    )
    for number, price in (("01", "29.90"), ("02", "49.90")):
        office.open_folder(customer, number, price)

    def previewed() -> list[tuple[str, ...]]:
        found = whole.kontor.billing.preview(PERIOD).invoices
        return [one.folders for one in found if one.account_number == customer.number]

    assert until(previewed) == folders
    invoices = office.bill().invoices_of(customer)
    assert len(invoices) == len(folders)
    assert f"{sum(one.net for one in invoices):.2f}" == "79.80"


def test_an_invoice_by_hand_is_mailed_once_with_its_document(
    office: Office, whole: Everything
) -> None:
    customer = office.enter_billable("Werkstatt Beispiel", "kasse@werkstatt.example")
    line = {"description": "Mauerdurchbruch", "quantity": "2", "unit_price": "120.50"}
    wanted = {"party_id": f"{customer.id}", "title": "Umbau", "lines": [line]}
    key = {"Idempotency-Key": "by-hand-once"}

    answers = [
        whole.session.send("POST", Service.BILLING, "/invoices", json=wanted, headers=key).json()
        for _ in range(2)
    ]
    number = answers[0]["number"]
    assert answers[1]["number"] == number

    def mails() -> list[EmailMessage]:
        return [mail for one in whole.sink.mails() if number in (mail := parsed(one))["Subject"]]

    [mail] = until(mails)
    assert "kasse@werkstatt.example" in mail["To"]
    [document] = mail.iter_attachments()
    pages = PdfReader(io.BytesIO(document.get_content())).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    for words in (number, "Umbau", "Mauerdurchbruch", "286,79 €"):
        assert words in text
