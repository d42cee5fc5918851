"""The sample is valid where the world decides, and its clones are as valid and all different."""

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from email_validator import validate_email
from kontor_local.sample.clones import write_clones
from kontor_local.sample.expectation import Expectation
from kontor_local.sample.figures import figures
from kontor_local.sample.files import NAMES, SAMPLE, Row, path_of, read_rows
from schwifty import BIC, IBAN
from stdnum.de import leitweg as leitweg_id
from stdnum.eu import at_02 as creditor_id
from stdnum.eu import vat
from stdnum.fr import siren, siret

CLONES = 120


@pytest.fixture(scope="module", params=["sample", "clones"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "sample":
        return SAMPLE
    target: Path = tmp_path_factory.mktemp("clones")
    write_clones(range(CLONES), target)
    return target


def filled(folder: Path, name: str, column: str) -> list[str]:
    return [row[column] for row in read_rows(name, folder) if row[column]]


def test_every_number_that_has_check_digits_is_valid(folder: Path) -> None:
    assert all(IBAN(iban).bic for iban in filled(folder, "payments", "iban"))
    assert all(vat.is_valid(number) for number in filled(folder, "customers", "vat_id"))
    assert all(siren.is_valid(number) for number in filled(folder, "customers", "siren"))
    assert all(siret.is_valid(number) for number in filled(folder, "customers", "siret"))


def test_french_accounts_have_a_valid_rib_key(folder: Path) -> None:
    ibans = [iban for iban in filled(folder, "payments", "iban") if iban.startswith("FR")]

    assert ibans
    assert all(IBAN(iban, validate_bban=True) for iban in ibans)


def test_every_mail_goes_to_a_domain_that_cannot_exist(folder: Path) -> None:
    for email in filled(folder, "contacts", "email"):
        assert validate_email(email, check_deliverability=False).domain.endswith(".example")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("customers", "number"),
        ("customers", "name"),
        ("customers", "vat_id"),
        ("customers", "siret"),
        ("contacts", "email"),
        ("payments", "iban"),
        ("payments", "mandate_reference"),
        ("payments", "gocardless_mandate"),
    ],
)
def test_nobody_shares_what_identifies_one_party(folder: Path, name: str, column: str) -> None:
    values = filled(folder, name, column)

    assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_row_belongs_to_a_customer_and_every_line_to_a_folder(folder: Path) -> None:
    numbers = set(filled(folder, "customers", "number"))
    folders = {folder_key(row) for row in read_rows("folders", folder)}

    assert all(set(filled(folder, name, "number")) <= numbers for name in NAMES)
    assert all(folder_key(row) in folders for row in read_rows("lines", folder))


def test_a_folder_pays_by_a_mandate_of_its_own_customer(folder: Path) -> None:
    mandates = {
        (row["number"], row["mandate_reference"] or row["gocardless_mandate"])
        for row in read_rows("payments", folder)
    }
    folders = [row for row in read_rows("folders", folder) if row["payment_reference"]]

    assert folders
    assert all((row["number"], row["payment_reference"]) in mandates for row in folders)


def folder_key(row: Row) -> tuple[str, str]:
    return row["number"], row["folder"]


def test_the_own_organisation_can_collect_and_send_to_chorus_pro() -> None:
    own = json.loads((SAMPLE / "organisation.json").read_text(encoding="utf-8"))

    assert creditor_id.is_valid(own["creditor_id"])
    assert BIC(own["bic"]) == IBAN(own["iban"]).bic
    assert vat.is_valid(own["vat_id"])
    assert siret.is_valid(own["siret"])
    assert own["siret"].startswith(own["siren"])
    assert len(own["chorus_application_code"]) == 6


def test_german_public_bodies_have_a_valid_leitweg_id() -> None:
    references = filled(SAMPLE, "customers", "buyer_reference")

    assert len(references) == 2
    assert all(leitweg_id.is_valid(reference) for reference in references)


def test_the_expected_figures_are_those_that_are_worked_out_apart() -> None:
    script = SAMPLE / "work_out.py"

    worked_out = subprocess.run([sys.executable, script], capture_output=True, check=True).stdout

    assert json.loads(worked_out) == json.loads((SAMPLE / "expected.json").read_bytes())


def test_the_collections_of_an_invoice_add_up_to_its_gross() -> None:
    for invoice in Expectation.load().invoices():
        assert sum(part.amount for part in invoice.collections) == invoice.gross
        assert invoice.net + invoice.vat == invoice.gross


def test_figures_of_the_sample_are_those_written_beside_it() -> None:
    written = json.loads((SAMPLE / "expected.json").read_bytes())["stages"]
    own = figures(Expectation.load())

    assert own.invoices == written["invoices"]
    assert own.left_out == written["left_out"]
    assert (own.net, own.gross) == (Decimal(written["net"]), Decimal(written["gross"]))
    assert own.documents == written["documents"]
    assert own.mails == written["mails"]
    assert (own.archives, own.archive_members) == (written["archives"], written["archive_members"])
    assert (own.export_files, own.export_rows) == (written["export_files"], written["export_rows"])
    assert own.export_left_out == written["export_left_out"]
    assert own.debits == {scheme: sums["count"] for scheme, sums in written["debits"].items()}
    assert own.debit_total == sum(Decimal(sums["total"]) for sums in written["debits"].values())
    assert own.debits_excluded == written["debits_excluded"]


def test_as_many_clones_as_there_are_samples_come_to_the_same() -> None:
    assert figures(Expectation.load(range(40))) == figures(Expectation.load())


def test_figures_of_more_clones_follow_from_the_sample() -> None:
    own, scaled = figures(Expectation.load()), figures(Expectation.load(range(4000)))

    assert scaled.invoices == 100 * own.invoices
    assert scaled.gross == 100 * own.gross
    assert (own.archives, scaled.archives) == (1, 2)


def test_a_clone_carries_the_columns_of_its_sample(tmp_path: Path) -> None:
    write_clones(range(3), tmp_path)

    for name in NAMES:
        header = path_of(name, tmp_path).read_text(encoding="utf-8").splitlines()[0]
        assert header == path_of(name).read_text(encoding="utf-8").splitlines()[0]
