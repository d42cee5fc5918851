"""Who may talk to whom: nobody, but for what is named here."""

from kontor_local.cluster.naming import Manifest, manifest, serves_people
from kontor_local.processes import PROCESSES, SMTP_SETTINGS, Process

OURS = {"matchLabels": {"app.kubernetes.io/part-of": "kontor"}}
KAFKA, MONGO, HTTPS = (9092, 9093), 27017, 443
SMTP = (25, 465, 587)
#: Groups of namespaces, by a label that the cluster's owner gives them.
ROLE = "kontor.example/role"
#: They call providers and partners.
OUTWARD = frozenset({"chorus-pro", "gocardless", "webhooks"})


def policies() -> list[Manifest]:
    everything: Manifest = {"podSelector": OURS, "policyTypes": ["Ingress", "Egress"]}
    return [
        _policy("kontor-nothing-else", everything),
        _policy("kontor-names-and-parts", _parts()),
        _policy("kontor-metrics", _metrics()),
        *(_called(process) for process in PROCESSES if serves_people(process)),
        _policy("kontor-mail", _outward(_mailing(), SMTP)),
        _policy("kontor-providers", _outward(_names(OUTWARD), (HTTPS,))),
        _policy("kontor-pages", _outward(["web-pages"], _apis())),
    ]


def _policy(name: str, spec: Manifest) -> Manifest:
    return manifest("networking.k8s.io/v1", "NetworkPolicy", name, spec=spec)


def _parts() -> Manifest:
    """Names are resolved in the cluster; Kafka and MongoDB may be in it or outside."""
    names = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    parts = [{"protocol": "TCP", "port": port} for port in (*KAFKA, MONGO)]
    egress: list[Manifest] = [{"ports": names}, {"ports": parts}]
    return {"podSelector": OURS, "policyTypes": ["Egress"], "egress": egress}


def _metrics() -> Manifest:
    ports = [{"protocol": "TCP", "port": "http"}]
    ingress = [{"from": [_namespaces("monitoring")], "ports": ports}]
    return {"podSelector": OURS, "policyTypes": ["Ingress"], "ingress": ingress}


def _called(process: Process) -> Manifest:
    ports = [{"protocol": "TCP", "port": "http"}]
    callers = [_namespaces("ingress"), {"podSelector": OURS}]
    spec: Manifest = {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": process.name}},
        "policyTypes": ["Ingress"],
        "ingress": [{"from": callers, "ports": ports}],
    }
    return _policy(process.name, spec)


def _outward(names: list[str], ports: tuple[int, ...]) -> Manifest:
    chosen = {"key": "app.kubernetes.io/name", "operator": "In", "values": names}
    allowed = [{"protocol": "TCP", "port": port} for port in ports]
    return {
        "podSelector": {"matchExpressions": [chosen]},
        "policyTypes": ["Egress"],
        "egress": [{"ports": allowed}],
    }


def _apis() -> tuple[int, ...]:
    return tuple(process.port for process in PROCESSES if process.role == "api")


def _mailing() -> list[str]:
    return [process.name for process in PROCESSES if set(SMTP_SETTINGS) <= set(process.settings)]


def _names(roles: frozenset[str]) -> list[str]:
    return [process.name for process in PROCESSES if process.role in roles]


def _namespaces(role: str) -> Manifest:
    return {"namespaceSelector": {"matchLabels": {ROLE: role}}}
