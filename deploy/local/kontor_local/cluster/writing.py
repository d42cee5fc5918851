"""`make describe`: manifests, `compose.yaml` and the dashboard, written anew from the code."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from kontor_local.cluster import kafka, network
from kontor_local.cluster.compose import compose
from kontor_local.cluster.dashboard import DASHBOARD, dashboard_file
from kontor_local.cluster.naming import Manifest
from kontor_local.cluster.scaling import disruption, scaling
from kontor_local.cluster.workloads import deployment, service
from kontor_local.processes import PROCESSES, Process

BASE = Path("deploy/k8s/base")
COMPOSE = Path("compose.yaml")
HEAD = "# Made by `make describe` from kontor_local.processes and the contracts; change those.\n"


def files() -> dict[str, str]:
    """The text of every file by its name below `deploy/k8s/base`."""
    made = {f"{process.name}.yaml": _text(_of(process)) for process in PROCESSES}
    made |= {
        "kafka-topics.yaml": _text(kafka.topics()),
        "kafka-users.yaml": _text(kafka.users()),
        "network.yaml": _text(network.policies()),
    }
    kustomization: Manifest = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(made),
    }
    return made | {"kustomization.yaml": _text([kustomization])}


def compose_file() -> str:
    return _text([compose()])


def _of(process: Process) -> list[Manifest]:
    budget = disruption(process)
    return [deployment(process), *service(process), budget, *scaling(process)]


def _text(manifests: Iterable[Manifest]) -> str:
    return HEAD + yaml.dump_all(manifests, Dumper=_Plain, sort_keys=False, width=100)


class _Plain(yaml.SafeDumper):
    """Without anchors: what appears twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # PyYAML's hook
        return True


def main() -> None:
    for old in BASE.glob("*.yaml"):
        old.unlink()
    BASE.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (BASE / name).write_text(text, encoding="utf-8")
    COMPOSE.write_text(compose_file(), encoding="utf-8")
    DASHBOARD.write_text(dashboard_file(), encoding="utf-8")


if __name__ == "__main__":
    main()
