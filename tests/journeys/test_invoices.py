"""Which invoices a customer gets: S2."""

import pytest
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import PERIOD, Office


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

    previewed = whole.kontor.billing.preview(PERIOD).invoices
    invoices = office.bill().invoices_of(customer)

    assert [one.folders for one in previewed if one.account_number == customer.number] == folders
    assert len(invoices) == len(folders)
    assert f"{sum(one.net for one in invoices):.2f}" == "79.80"
