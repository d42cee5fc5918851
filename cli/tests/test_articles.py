"""`kontor articles`: the price list on the command line."""

import json
from collections.abc import Callable

from kontor_cli.testing import ScriptedServices
from typer.testing import Result

Kontor = Callable[..., Result]
ARTICLE: dict[str, object] = {
    "number": "GF-100",
    "version": 1,
    "name": {"de": "Glasfaser 100", "fr": "Fibre 100", "en": ""},
    "unit": "MON",
    "vat_class": "standard",
    "interval_months": 1,
    "prices": [
        {"valid_from": "2026-01-01", "valid_until": None, "unit_price": "29.90"},
        {"valid_from": "2027-01-01", "valid_until": None, "unit_price": "31.905"},
    ],
}


def test_an_article_is_set_with_its_prices_and_listed(
    services: ScriptedServices, kontor: Kontor
) -> None:
    services.answer("PUT", "/articles/GF-100", ARTICLE)
    services.answer("GET", "/articles", {"items": [ARTICLE], "next_cursor": None})

    names = ("--name", "Glasfaser 100", "--name-fr", "Fibre 100", "--unit", "MON")
    prices = ("--price", "2026-01-01=29.90", "--price", "2027-01-01=31.905")
    made = kontor("articles", "set", "GF-100", *names, *prices)

    assert made.exit_code == 0, made.output
    (asked,) = services.asked("PUT", "/articles/GF-100")
    sent = json.loads(asked.body)
    assert (sent["name"], sent["unit"]) == (ARTICLE["name"], "MON")
    assert sent["prices"][1] == {"valid_from": "2027-01-01", "unit_price": "31.905"}
    shown = kontor("articles", "list").stdout
    assert "31.905" in shown
    assert json.loads(kontor("articles", "list", "--json").stdout) == [ARTICLE]
