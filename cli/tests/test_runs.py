"""`kontor bill`, `preview`, `status`, `batches`: a month and what becomes of it."""

import json
from collections.abc import Callable

from kontor_cli.exits import Exit
from kontor_cli.testing import ScriptedServices
from typer.testing import Result

from .runs import RUN_ID, a_run

Kontor = Callable[..., Result]


def test_billing_waits_for_the_end_and_lists_who_was_left_out(
    services: ScriptedServices, kontor: Kontor
) -> None:
    left_out = {
        "account_number": "K-010020",
        "name": "Möbelhaus",
        "code": "not-a-customer-yet",
        "obstacles": [{"code": "not-a-customer-yet", "message": "convert it"}],
    }
    services.answer("POST", "/runs", a_run("waiting", done=0), status=202)
    services.answer("GET", f"/runs/{RUN_ID}", a_run("running", done=0))
    services.answer("GET", f"/runs/{RUN_ID}", a_run())
    services.answer("GET", f"/runs/{RUN_ID}/left-out", {"items": [left_out]})

    result = kontor("bill", "2026-10")

    assert result.exit_code == Exit.DONE
    assert "144.88" in result.stdout
    assert "K-010020" in result.stdout
    assert json.loads(services.asked("POST", "/runs")[0].body)["again"] is False


def test_status_shows_each_stage_of_a_periods_runs(
    services: ScriptedServices, kontor: Kontor
) -> None:
    figures = {"done": 40, "failed": 2, "waiting": 1}
    names = ("documents", "mails", "chorus-pro", "gocardless")
    services.answer("GET", "/runs", {"items": [a_run()]})
    services.answer("GET", f"/runs/{RUN_ID}/summary", dict.fromkeys(names, figures))
    services.answer("GET", "/debit-files", {"items": []})

    shown, for_programs = kontor("status", "2026-10"), kontor("status", "2026-10", "--json")

    assert "Mails" in shown.stdout
    assert json.loads(for_programs.stdout)[0]["delivery"]["mails"]["failed"] == 2


def test_a_period_without_a_run_is_a_wrong_argument(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("GET", "/runs", {"items": []})

    result = kontor("status", "2027-01")

    assert result.exit_code == Exit.USAGE
    assert "no run of 2027-01" in result.stderr


def test_a_preview_gathers_its_pages_and_shows_what_changed(
    services: ScriptedServices, kontor: Kontor
) -> None:
    invoice = {
        "account_number": "K-010001",
        "folders": ["01", "02"],
        "net": "121.00",
        "gross": "143.99",
        "currency": "EUR",
        "delivery_method": "email-attachment",
        "splits": [{"reason": "engagement-number", "value": "E-7"}],
        "change": {"before": "100.00", "percent": "21.0", "notable": True},
    }
    ended = {"account_number": "K-010003", "name": "Alt AG", "folder": "01", "before": "9.90"}
    ended["reason"] = "nothing-due"
    obstacle = {"code": "no-recipient", "message": "nobody gets it", "fields": []}
    left = {"account_number": "K-010002", "name": "x", "code": "no-recipient"}
    first = {"invoices": [invoice], "left_out": [], "next_cursor": "weiter"}
    last = {
        "invoices": [],
        "left_out": [left | {"obstacles": [obstacle]}],
        "not_billed": [ended],
        "next_cursor": None,
    }
    services.answer("POST", "/run-previews", first)
    services.answer("POST", "/run-previews", last)

    result = kontor("preview", "2026-10", "--batch", "A", "--change", "15")

    assert result.exit_code == Exit.DONE
    for shown in ("K-010001", "+21.0 % !", "engagement-number: E-7", "nobody gets it", "9.90"):
        assert shown in result.stdout
    asked = services.asked("POST", "/run-previews")
    assert json.loads(asked[0].body) == {
        "period": "2026-10",
        "batch": "A",
        "notable_percent": "15.0",
    }
    assert asked[1].path.endswith("cursor=weiter")


def test_batches_are_made_listed_and_billed(services: ScriptedServices, kontor: Kontor) -> None:
    batch = {"name": "A", "title": "Anfang", "day": 5, "billed_month": "past", "version": 1}
    services.answer("PUT", "/batches/A", batch)
    services.answer("GET", "/batches", {"items": [batch], "next_cursor": None})
    services.answer("POST", "/runs", a_run())
    services.answer("GET", f"/runs/{RUN_ID}", a_run())
    services.answer("GET", f"/runs/{RUN_ID}/left-out", {"items": [], "next_cursor": None})

    made = kontor("batches", "set", "A", "--title", "Anfang", "--day", "5")
    assert "Anfang" in made.stdout
    assert json.loads(kontor("batches", "list", "--json").stdout) == [batch]
    assert kontor("bill", "2026-10", "--batch", "A").exit_code == Exit.DONE

    (asked,) = services.asked("POST", "/runs")
    assert json.loads(asked.body)["batch"] == "A"
