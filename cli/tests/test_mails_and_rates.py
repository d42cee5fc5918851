"""Texts of mails, bounces, rates of VAT, mandates, GoCardless and unknown usage."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
TEMPLATE: dict[str, object] = {
    "method": "email-notice",
    "language": "de",
    "text": "Guten Tag",
    "own": False,
    "version": 2,
}
PATH = "/mail-templates/email-notice/de"


def test_a_text_of_a_mail_is_shown_looked_at_and_set(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    services.answer("GET", "/mail-templates", {"items": [TEMPLATE]})
    services.answer("GET", PATH, TEMPLATE)
    looks = {"subject": "Ihre Rechnung", "text": "Moin", "html": ""}
    services.answer("POST", f"{PATH}/preview", looks)
    services.answer("PUT", PATH, TEMPLATE | {"own": True})
    file = tmp_path / "text.txt"
    file.write_text("Moin", encoding="utf-8")
    named = ("email-notice", "de")
    assert "as delivered" in kontor("mails", "list").stdout
    assert kontor("mails", "show", *named).stdout == "Guten Tag\n"
    assert "Ihre Rechnung" in kontor("mails", "preview", *named, str(file)).stdout
    assert "your own" in kontor("mails", "set", *named, str(file)).stdout
    assert services.asked("PUT", PATH)[0].headers["if-match"] == '"2"'


def test_reports_of_bounces_are_handed_in_as_they_are(
    services: ScriptedServices, kontor: Kontor, tmp_path: Path
) -> None:
    services.answer("POST", "/bounces", {"matched": True})
    services.answer("POST", "/bounces", {"matched": False})
    files = [tmp_path / name for name in ("one.eml", "two.eml")]
    for file in files:
        file.write_bytes(b"report of " + file.name.encode())
    assert "1 of 2" in kontor("mails", "bounced", *map(str, files)).stdout
    assert services.asked("POST", "/bounces")[1].body == b"report of two.eml"


def test_rates_are_listed_and_replaced_from_their_version(
    services: ScriptedServices, kontor: Kontor
) -> None:
    rates = [{"valid_from": "2021-01-01", "valid_until": None, "rate": "19"}]
    table = {"country": "DE", "rate_class": "standard", "version": 4, "rates": rates}
    services.answer("GET", "/vat-rates", {"items": [table]})
    services.answer("PUT", "/vat-rates/DE/standard", table)
    assert "19 %" in kontor("vat", "list").stdout
    steps = ("--rate", "2021-01-01=19", "--rate", "2027-01-01=20")
    assert kontor("vat", "set", "DE", "standard", *steps).exit_code == Exit.DONE
    [asked] = services.asked("PUT", "/vat-rates/DE/standard")
    assert asked.headers["if-match"] == '"4"'
    assert json.loads(asked.body)["rates"][1] == {"valid_from": "2027-01-01", "rate": "20"}


def test_a_held_mandate_is_released(services: ScriptedServices, kontor: Kontor) -> None:
    party, mandate = str(uuid4()), str(uuid4())
    use = {"id": mandate, "presented_on": "2026-11-16", "hold": "AC04"}
    path = f"/parties/{party}/mandate-uses"
    services.answer("GET", path, {"items": [use]})
    services.answer("POST", f"{path}/{mandate}/release", use | {"hold": ""})
    services.answer("POST", f"{path}/{mandate}/finish", use | {"last_wanted": True})
    assert "AC04" in kontor("mandates", "list", party).stdout
    assert "AC04" not in kontor("mandates", "release", party, mandate).stdout
    assert "next" in kontor("mandates", "finish", party, mandate).stdout


def test_a_refused_collection_is_asked_for_again(
    services: ScriptedServices, kontor: Kontor
) -> None:
    row = {"id": str(uuid4()), "invoice_number": "2026-1", "reference": "2026-1-1-1"}
    row |= {"amount": "40.00", "currency": "EUR", "due_on": "2026-11-16", "state": "refused"}
    event = {"event_id": "EV1", "resource": "payments", "action": "confirmed", "subject": "PM1"}
    event |= {"happened_at": "2026-11-16T09:00:00Z", "reason": "unknown payment"}
    services.answer("GET", "/gocardless/collections", {"items": [row]})
    services.answer("POST", f"/gocardless/collections/{row['id']}/again", row, 202)
    services.answer("GET", "/gocardless/unmatched-events", {"items": [event]})
    assert "2026-1-1-1" in kontor("gocardless", "list", "--standing", "refused").stdout
    assert kontor("gocardless", "again", row["id"]).exit_code == Exit.DONE
    assert "unknown payment" in kontor("gocardless", "events").stdout


def test_usage_of_nobody_is_assigned_or_discarded(
    services: ScriptedServices, kontor: Kontor
) -> None:
    use = {"id": "cdr-1", "folder_id": "lost", "kind": "calls", "quantity": 61, "unit": "seconds"}
    use |= {"occurred_at": "2026-11-02T09:00:00Z"}
    services.answer("GET", "/unknown-usage", {"items": [use]})
    services.answer("POST", "/unknown-usage/assign", status=204)
    services.answer("POST", "/unknown-usage/discard", status=204)
    assert "cdr-1" in kontor("usage", "unknown").stdout
    assert kontor("usage", "assign", "cdr-1", str(uuid4())).exit_code == Exit.DONE
    assert kontor("usage", "discard", "cdr-1").exit_code == Exit.DONE


def test_the_own_organisation_is_printed(services: ScriptedServices, kontor: Kontor) -> None:
    services.refuse("GET", "/organisation", 404, "not-found")
    services.answer("GET", "/organisation", {"name": "Grenzlicht", "version": 1})
    assert kontor("organisation", "show").exit_code == Exit.USAGE
    assert json.loads(kontor("organisation", "show").stdout)["name"] == "Grenzlicht"
