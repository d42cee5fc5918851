"""Alerts and dashboard ask for what the code measures, and the runbook knows every alert."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import promql_parser
import pytest
import yaml
from kontor_billing.usecases import measuring as of_billing
from kontor_chassis import metrics as of_all
from kontor_delivery.usecases import measuring as of_delivery
from kontor_local.cluster.dashboard import DASHBOARD, PANELS, dashboard_file
from prometheus_client import REGISTRY

ROOT = Path(__file__).parents[3]
GROUPS = yaml.safe_load((ROOT / "deploy/observability/alerts.yaml").read_text())["groups"]
RULES = {rule["alert"]: rule for group in GROUPS for rule in group["rules"]}
QUERIES = {**{name: rule["expr"] for name, rule in RULES.items()}} | {
    panel.title: panel.query for panel in PANELS
}
#: Importing them is what registers their metrics.
MEASURING = (of_all, of_billing, of_delivery)
NAME = re.compile(r"\bkontor_\w+")
RUNBOOK = (ROOT / "docs/operations/runbook.md").read_text(encoding="utf-8")
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}


def measured() -> Iterator[str]:
    """Names of series, as they are when there is something to show."""
    for metric in REGISTRY.collect():
        yield from (metric.name + suffix for suffix in SUFFIXES.get(metric.type, ()))


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_understood_and_asks_for_what_is_measured(name: str) -> None:
    query = QUERIES[name]
    promql_parser.parse(query)
    asked = set(NAME.findall(query))
    assert asked
    assert asked - set(measured()) == set()


def test_everything_that_waits_is_on_the_dashboard() -> None:
    waiting = {
        one.name
        for one in REGISTRY.collect()
        if one.name.startswith("kontor_") and one.type == "gauge"
    }
    shown = {name for query in QUERIES.values() for name in NAME.findall(query)}
    assert waiting - shown == set()


def test_the_dashboard_is_that_of_the_code() -> None:
    kept = (ROOT / DASHBOARD).read_text(encoding="utf-8")
    assert kept == dashboard_file(), "run `make describe`"
    assert len({panel["id"] for panel in json.loads(kept)["panels"]}) == len(PANELS)


@pytest.mark.parametrize("name", RULES)
def test_the_runbook_says_what_an_alert_means_and_what_to_do_first(name: str) -> None:
    [line] = [line for line in RUNBOOK.splitlines() if line.startswith(f"| `{name}` |")]
    meaning, first = line.split("|")[2:4]
    assert meaning.strip()
    assert first.strip()


def test_the_runbook_knows_no_alert_that_is_gone() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", RUNBOOK, re.MULTILINE)) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_an_alert_says_how_urgent_it_is_and_what_it_is_about(name: str) -> None:
    rule = RULES[name]
    assert rule["labels"]["severity"] in {"page", "ticket"}
    labels = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    assert labels <= {"service", "group", "topic", "run", "channel", "state", "route"}
