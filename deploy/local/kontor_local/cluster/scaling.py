"""How many of each process: HPA by processor for those that answer or compute, KEDA by lag."""

from kontor_contracts.topics import ALL

from kontor_local.cluster.naming import (
    KAFKA_CA,
    Manifest,
    kafka_user,
    labels,
    manifest,
    selected,
)
from kontor_local.processes import Process

MOST = 6
#: Facts that may wait for one consumer.
LAG = 1000
BUSY_PERCENT = 70


def scales(process: Process) -> bool:
    """All but relays: one of them publishes at a time, by its lease."""
    return process.role != "relay"


def scaling(process: Process) -> list[Manifest]:
    if not scales(process):
        return []
    return [_by_lag(process), _sign_in(process)] if process.group else [_by_processor(process)]


def disruption(process: Process) -> Manifest:
    spec = {"maxUnavailable": 1, "selector": selected(process)}
    name = process.name
    return manifest("policy/v1", "PodDisruptionBudget", name, labels=labels(process), spec=spec)


def _by_processor(process: Process) -> Manifest:
    usage = {"type": "Utilization", "averageUtilization": BUSY_PERCENT}
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": process.name},
        "minReplicas": 2,
        "maxReplicas": MOST,
        "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": usage}}],
    }
    return manifest(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        process.name,
        labels=labels(process),
        spec=spec,
    )


def _by_lag(process: Process) -> Manifest:
    """Handlers only record: those that work on what they recorded are busy without lag."""
    busy = {"type": "cpu", "metricType": "Utilization", "metadata": {"value": str(BUSY_PERCENT)}}
    spec = {
        "scaleTargetRef": {"name": process.name},
        "minReplicaCount": process.replicas,
        "maxReplicaCount": MOST,
        "triggers": [*(_lag_on(topic, process) for topic in _topics(process)), busy],
    }
    return manifest(
        "keda.sh/v1alpha1", "ScaledObject", process.name, labels=labels(process), spec=spec
    )


def _topics(process: Process) -> list[str]:
    """One consumer is enough for a topic of one partition."""
    return [one.name for one in ALL if process.group in one.consumers and one.partitions > 1]


def _lag_on(topic: str, process: Process) -> Manifest:
    metadata = {
        "bootstrapServersFromEnv": "KONTOR_KAFKA_BOOTSTRAP",
        "consumerGroup": process.group,
        "topic": topic,
        "lagThreshold": str(LAG),
        "offsetResetPolicy": "earliest",
        "sasl": "scram_sha512",
        "tls": "enable",
    }
    return {"type": "kafka", "metadata": metadata, "authenticationRef": {"name": process.name}}


def _sign_in(process: Process) -> Manifest:
    """KEDA looks at the lag as the service itself."""
    user = kafka_user(process.service)
    spec = {
        "env": [{"parameter": "username", "name": "KONTOR_KAFKA_USERNAME"}],
        "secretTargetRef": [
            {"parameter": "password", "name": user, "key": "password"},
            {"parameter": "ca", "name": KAFKA_CA, "key": "ca.crt"},
        ],
    }
    kind = "TriggerAuthentication"
    return manifest("keda.sh/v1alpha1", kind, process.name, labels=labels(process), spec=spec)
