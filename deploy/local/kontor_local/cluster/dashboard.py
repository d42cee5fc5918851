"""`deploy/observability/dashboard.json`: what operators look at first, for Grafana."""

import json
from dataclasses import dataclass
from pathlib import Path

from kontor_local.cluster.naming import Manifest

DASHBOARD = Path("deploy/observability/dashboard.json")
#: Grafana's grid is 24 wide: two panels in a row.
WIDTH, HEIGHT = 12, 8
SOURCE = {"type": "prometheus", "uid": "${source}"}


@dataclass(frozen=True)
class Panel:
    title: str
    query: str
    #: What each line is called, with its labels in braces.
    legend: str
    unit: str = "short"


PANELS = (
    Panel("Billing runs: chunks", "max by (run, state) (kontor_run_chunks)", "{{run}} {{state}}"),
    Panel(
        "Deliveries of the last 31 days",
        "max by (channel, state) (kontor_deliveries)",
        "{{channel}} {{state}}",
    ),
    Panel(
        "Messages not handled yet",
        "max by (group, topic) (kontor_consumer_lag)",
        "{{group}} {{topic}}",
    ),
    Panel(
        "Parked messages",
        "max by (group, topic) (kontor_parked_messages) > 0",
        "{{group}} {{topic}}",
    ),
    Panel(
        "Age of the oldest unpublished fact",
        "max by (service) (kontor_outbox_age_seconds)",
        "{{service}}",
        "s",
    ),
    Panel("Unpublished facts", "max by (service) (kontor_outbox_facts)", "{{service}}"),
    Panel(
        "Facts handled",
        "sum by (group) (rate(kontor_events_handled_total[5m]))",
        "{{group}}",
        "ops",
    ),
    Panel(
        "A batch, 99 of 100",
        "histogram_quantile(0.99, sum by (le, group) (rate(kontor_batch_seconds_bucket[5m])))",
        "{{group}}",
        "s",
    ),
    Panel(
        "Requests by status",
        "sum by (status) (rate(kontor_request_seconds_count[5m]))",
        "{{status}}",
        "reqps",
    ),
    Panel(
        "A request, 99 of 100",
        "histogram_quantile(0.99, sum by (le, route) (rate(kontor_request_seconds_bucket[5m])))",
        "{{route}}",
        "s",
    ),
)


def dashboard_file() -> str:
    return json.dumps(_dashboard(), indent=1) + "\n"


def _dashboard() -> Manifest:
    source = {"name": "source", "label": "Prometheus", "type": "datasource", "query": "prometheus"}
    return {
        "uid": "kontor",
        "title": "Kontor",
        "tags": ["kontor"],
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [source]},
        "panels": [_panel(place, panel) for place, panel in enumerate(PANELS)],
    }


def _panel(place: int, panel: Panel) -> Manifest:
    row, column = divmod(place, 2)
    position = {"x": column * WIDTH, "y": row * HEIGHT, "w": WIDTH, "h": HEIGHT}
    target = {"refId": "A", "expr": panel.query, "legendFormat": panel.legend}
    return {
        "id": place + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": position,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [target | {"datasource": SOURCE}],
    }
