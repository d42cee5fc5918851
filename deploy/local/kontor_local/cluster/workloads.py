"""A Deployment for every process, a Service for those that people and programs call."""

from kontor_local.cluster.naming import (
    CONFIG,
    IMAGE,
    KAFKA_CA,
    MONGO_CA,
    MONGO_SETTING,
    PORT_SETTING,
    SECRET,
    SECRET_SETTINGS,
    Manifest,
    kafka_user,
    labels,
    manifest,
    mongo_secret,
    selected,
    serves_people,
)
from kontor_local.cluster.scaling import scales
from kontor_local.processes import Process

USER = 10001
#: Longer than a process takes to end by itself.
GRACE_SECONDS = 30
SMALL = {"requests": {"cpu": "100m", "memory": "160Mi"}, "limits": {"cpu": "1", "memory": "384Mi"}}
#: They carry WeasyPrint or Saxon: see the memory figures in the README.
LARGE = {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"cpu": "2", "memory": "1Gi"}}
#: Settings that matter on more than one machine only.
BESIDE = ("KONTOR_TOPIC_REPLICATION", "KONTOR_KAFKA_SECURITY", "KONTOR_KAFKA_CA_FILE")
CA_DIRECTORY, MONGO_CA_DIRECTORY = "/etc/kafka-ca", "/etc/mongodb-ca"
HEAVY = frozenset({"documents", "chorus-pro"})


def deployment(process: Process) -> Manifest:
    replicas = {} if scales(process) else {"replicas": process.replicas}
    update = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    spec = replicas | {
        "selector": selected(process),
        "strategy": update,
        "revisionHistoryLimit": 3,
        "template": {"metadata": _pod_metadata(process), "spec": _pod(process)},
    }
    return manifest("apps/v1", "Deployment", process.name, labels=labels(process), spec=spec)


def service(process: Process) -> list[Manifest]:
    if not serves_people(process):
        return []
    spec = {
        "selector": {"app.kubernetes.io/name": process.name},
        "ports": [{"name": "http", "port": process.port, "targetPort": "http"}],
    }
    return [manifest("v1", "Service", process.name, labels=labels(process), spec=spec)]


def _pod_metadata(process: Process) -> Manifest:
    scraped = {"prometheus.io/scrape": "true", "prometheus.io/port": str(process.port)}
    return {"labels": labels(process), "annotations": scraped}


def _pod(process: Process) -> Manifest:
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": selected(process),
    }
    return {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "runAsGroup": USER,
            "fsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "topologySpreadConstraints": [spread],
        "containers": [_container(process)],
        "volumes": [
            {"name": "tmp", "emptyDir": {"sizeLimit": "256Mi"}},
            {"name": "kafka-ca", "secret": {"secretName": KAFKA_CA, "optional": True}},
            {"name": "mongodb-ca", "secret": {"secretName": MONGO_CA, "optional": True}},
        ],
    }


def _container(process: Process) -> Manifest:
    return {
        "name": process.role,
        "image": IMAGE,
        "args": ["python", "-m", f"kontor_{process.service}", process.role],
        "ports": [{"name": "http", "containerPort": process.port}],
        "env": _environment(process),
        "envFrom": _options(process),
        "resources": LARGE if process.role in HEAVY else SMALL,
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108  # the pod's own
            {"name": "kafka-ca", "mountPath": CA_DIRECTORY, "readOnly": True},
            {"name": "mongodb-ca", "mountPath": MONGO_CA_DIRECTORY, "readOnly": True},
        ],
        **_probes(),
    }


def _environment(process: Process) -> list[Manifest]:
    fixed = {PORT_SETTING: str(process.port), "KONTOR_HTTP_HOST": "0.0.0.0", "HOME": "/tmp"}  # noqa: S104, S108  # in the pod
    set_here: list[Manifest] = [{"name": name, "value": value} for name, value in fixed.items()]
    asked = (*process.settings, *BESIDE)
    known = [_read(name, process.service) for name in asked if name != PORT_SETTING]
    return set_here + known + _kafka_sign_in(process)


def _kafka_sign_in(process: Process) -> list[Manifest]:
    """Used where `KONTOR_KAFKA_SECURITY` asks for it; without Strimzi there is no such Secret."""
    user = kafka_user(process.service)
    password = {"secretKeyRef": {"name": user, "key": "password", "optional": True}}
    return [
        {"name": "KONTOR_KAFKA_USERNAME", "value": user},
        {"name": "KONTOR_KAFKA_PASSWORD", "valueFrom": password},
    ]


def _read(setting: str, service: str) -> Manifest:
    kind, holder = _holder(setting, service)
    return {"name": setting, "valueFrom": {kind: {"name": holder, "key": setting}}}


def _holder(setting: str, service: str) -> tuple[str, str]:
    if setting == MONGO_SETTING:
        return "secretKeyRef", mongo_secret(service)
    secret = setting in SECRET_SETTINGS
    return ("secretKeyRef", SECRET) if secret else ("configMapKeyRef", CONFIG)


def _options(process: Process) -> list[Manifest]:
    """Any other setting of the service, where an installation wants one."""
    named = {"name": f"kontor-{process.service}", "optional": True}
    return [{"configMapRef": named}, {"secretRef": dict(named)}]


def _probes() -> Manifest:
    """A start may wait for its parts for a minute; from then on a hung process is replaced."""
    live: Manifest = {"httpGet": {"path": "/health/live", "port": "http"}}
    ready = {"httpGet": {"path": "/health/ready", "port": "http"}}
    return {
        "startupProbe": live | {"periodSeconds": 2, "failureThreshold": 30},
        "livenessProbe": dict(live) | {"periodSeconds": 10, "timeoutSeconds": 3},
        "readinessProbe": ready | {"periodSeconds": 5, "timeoutSeconds": 3},
    }
