"""Names and labels that manifests share."""

from kontor_local.processes import Process

Manifest = dict[str, object]
IMAGE = "kontor"
CONFIG = "kontor-settings"
#: Settings with passwords in them come from the Secret of this name and no ConfigMap.
SECRET = "kontor-secrets"  # noqa: S105  # the name of a Secret, not one
SECRET_SETTINGS = frozenset({"KONTOR_ADMIN_EMAIL", "KONTOR_ADMIN_PASSWORD"})
#: For each service its own, from the Secret `mongo_secret`.
MONGO_SETTING = "KONTOR_MONGO_URL"
#: The authority of MongoDB's certificate, where it is none that everybody trusts.
MONGO_CA = "kontor-mongodb-ca"
#: Where Strimzi puts the authority of the broker's certificate.
KAFKA_CA = "kontor-cluster-ca-cert"
#: Whoever else runs one process of many sets it for each; a process has one port in its pod.
PORT_SETTING = "KONTOR_HTTP_PORT"


def kafka_user(service: str) -> str:
    """Of a service at Kafka; Strimzi puts its password into a Secret of that name."""
    return f"kontor-{service}-kafka"


def mongo_user(owner: str) -> str:
    """Of a service, or of back-ups, at MongoDB."""
    return f"kontor-{owner}"


def mongo_secret(owner: str) -> str:
    """The Secret whose `KONTOR_MONGO_URL` names that user and its password."""
    return f"kontor-{owner}-mongodb"


def labels(process: Process) -> dict[str, str]:
    return {
        "app.kubernetes.io/name": process.name,
        "app.kubernetes.io/component": process.service,
        "app.kubernetes.io/part-of": "kontor",
    }


def selected(process: Process) -> dict[str, object]:
    return {"matchLabels": {"app.kubernetes.io/name": process.name}}


def manifest(api_version: str, kind: str, name: str, **parts: object) -> Manifest:
    metadata: dict[str, object] = {"name": name}
    metadata["labels"] = parts.pop("labels", {"app.kubernetes.io/part-of": "kontor"})
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **parts}


def serves_people(process: Process) -> bool:
    """Whether anybody but probes and Prometheus calls it."""
    return process.role not in {"relay", "worker"} and not process.group
