"""How customers pay: S6 to S9 and S13."""

import csv
import io
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from kontor_cli.client.delivery import FileKind
from kontor_cli.client.problems import RequestRefusedError
from kontor_cli.client.waiting import made_debit_files
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office

IBAN = "DE02120300000000202051"


def by_debit(reference: str) -> dict[str, object]:
    mandate = {"reference": reference, "signed_on": "2026-01-15"}
    return {"accounts": [{"iban": IBAN, "holder": "Ada Beispiel"}], "mandates": [mandate]}


def test_one_error_names_all_own_bank_data_that_a_debit_method_still_needs(office: Office) -> None:
    customer = office.enter("Lastschrift GmbH")
    office.configure(iban="", bic="", creditor_id="")

    with pytest.raises(RequestRefusedError) as refused:
        office.set_payment(customer, "sepa-debit", **by_debit("S6-1"))

    problem = refused.value.problem
    missing = {"organisation.iban", "organisation.bic", "organisation.creditor_id"}
    assert {one.field for one in problem.fields} == missing
    assert "IBAN, BIC, creditor id" in problem.detail
    office.configure()
    assert office.set_payment(customer, "sepa-debit", **by_debit("S6-1")).mandates


def test_a_customer_with_a_mandate_is_in_the_debit_file(office: Office, whole: Everything) -> None:
    customer = office.enter_billable("Bankeinzug KG", "kasse@bankeinzug.example")
    office.set_payment(customer, "sepa-debit", **by_debit("S7-1"))
    office.open_folder(customer, "01", "29.90")

    billed = office.bill()
    [file] = made_debit_files(whole.kontor.billing, billed.run.id)

    root = ET.fromstring(whole.kontor.billing.debit_file_content(file.id))  # noqa: S314  # our own
    [debit] = root.iterfind(".//{*}DrctDbtTxInf")
    assert debit.findtext(".//{*}MndtId") == "S7-1"
    assert debit.findtext(".//{*}DbtrAcct//{*}IBAN") == IBAN
    assert debit.findtext("{*}InstdAmt") == f"{billed.invoice_of(customer).gross:.2f}" == "35.58"


def test_a_gocardless_mandate_becomes_a_row_of_the_export(office: Office) -> None:
    method = {"method": "gocardless-export", "fallback": "email-notice"}
    customer = office.enter_billable("Einzug SARL", "caisse@einzug.example", delivery=method)
    office.set_payment(customer, "gocardless", gocardless_mandates=[{"reference": "MD000JOURNEY8"}])
    office.open_folder(customer, "01", "50.00")

    billed = office.bill()

    text = billed.file(FileKind.GOCARDLESS).decode()
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["mandate.id"], row["payment.amount"]) == ("MD000JOURNEY8", "59.50")
    assert row["payment.metadata.invoice"].startswith(billed.invoice_of(customer).number)


def test_a_folder_is_paid_its_own_way_and_the_invoice_says_where_that_was_set(
    office: Office,
) -> None:
    customer = office.enter_billable(
        "Zweiwege GmbH", "kasse@zweiwege.example", consolidate_invoices=True
    )
    [mandate] = office.set_payment(customer, "transfer", **by_debit("S9-1")).mandates
    office.open_folder(customer, "01", "100.00")
    own = {"method": "sepa-debit", "mandate_id": str(mandate.id)}
    office.open_folder(customer, "02", "10.00", payment=own)

    invoice = office.bill().invoice_of(customer)

    ways = {(one.way, one.source, one.amount) for one in invoice.collections}
    assert ways == {
        ("transfer", "customer", Decimal("119.00")),
        ("sepa-file", "folder", Decimal("11.90")),
    }
