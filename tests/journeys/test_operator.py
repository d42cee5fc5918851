"""What an operator does from the command line alone, on the running whole."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from kontor_cli.app import app
from kontor_cli.exits import Exit
from kontor_local.first_admin import first_admin
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office, until
from typer.testing import CliRunner

#: Each prints a list, perhaps an empty one.
LISTS = (
    *("users list", "tokens list", "vat list", "articles list", "batches list", "debits list"),
    *("unmatched list", "gocardless list", "gocardless events", "usage unknown", "mails list"),
    *("webhooks list", "webhooks facts", "archive deposits", "parked list", "organisation show"),
)
Kontor = Callable[..., str]


@pytest.fixture
def kontor(whole: Everything, tmp_path: Path) -> Kontor:
    """The command line, signed in as the first admin: what it prints as JSON."""
    admin = first_admin(whole.installation)
    settings = {f"KONTOR_{name.upper()}_URL": url for name, url in admin.urls.items()}
    settings |= {"KONTOR_EMAIL": admin.email, "KONTOR_PASSWORD": admin.password}
    settings |= {"KONTOR_SESSION_FILE": str(tmp_path / "session")}

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, [*arguments, "--json"], env=settings)
        assert done.exit_code == Exit.DONE, (arguments, done.output, done.exception)
        return done.stdout

    settings["KONTOR_TOKEN"] = json.loads(run("tokens", "issue", "journey"))["secret"]
    return run


def test_every_list_is_read(office: Office, kontor: Kontor) -> None:
    assert office
    for command in LISTS:
        json.loads(kontor(*command.split()))


def test_an_invoice_by_hand_is_issued_sent_again_and_credited(
    office: Office, kontor: Kontor, tmp_path: Path
) -> None:
    party = office.enter_billable("Buchhandlung am Ring", "buch@example.org")
    line = {"description": "Router", "unit_price": "49.90", "vat_class": "standard"}
    wanted = tmp_path / "invoice.json"
    wanted.write_text(json.dumps({"party_id": str(party.id), "lines": [line]}), encoding="utf-8")
    until(lambda: kontor("invoices", "preview", str(wanted)))
    [issued] = json.loads(kontor("invoices", "issue", str(wanted)))
    assert json.loads(kontor("invoices", "issue", str(wanted))) == [issued]
    number = issued["number"]

    def ways() -> set[str]:
        story = json.loads(kontor("invoices", "show", number))
        return {one["state"] for one in story["deliveries"]}

    until(lambda: ways() == {"issued", "sent"})
    [again] = json.loads(kontor("invoices", "send", number))
    assert again["to"] == ["buch@example.org"]
    [note] = json.loads(kontor("invoices", "credit", number, "--reason", "zurück"))
    assert (note["kind"], note["payable"]) == ("381", issued["payable"])


def test_texts_of_mails_rates_and_partners_are_set(
    office: Office, kontor: Kontor, tmp_path: Path
) -> None:
    assert office
    named = ("email-notice", "fr")
    text = tmp_path / "text.txt"
    text.write_text(json.loads(kontor("mails", "show", *named))["text"], encoding="utf-8")
    assert json.loads(kontor("mails", "preview", *named, str(text)))["subject"]
    assert json.loads(kontor("mails", "set", *named, str(text)))[0]["own"]
    [rates] = json.loads(kontor("vat", "set", "PT", "standard", "--rate", "2011-01-01=23"))
    assert rates["version"] >= 1
    added = kontor("webhooks", "add", "erp", "https://erp.example/hooks", "--fact", "invoice-paid")
    assert json.loads(added)["secret"]
    assert json.loads(kontor("webhooks", "disable", "erp"))[0]["state"] == "disabled"
    assert json.loads(kontor("webhooks", "messages", "erp")) == []
    kontor("webhooks", "remove", "erp")
