"""`compose.yaml`: the same processes with a Kafka, a MongoDB and a mail catcher, by Docker."""

from kontor_local.cluster.naming import Manifest, serves_people
from kontor_local.processes import PROCESSES, Process

SETTINGS = {
    "KONTOR_MONGO_URL": "mongodb://mongodb:27017/?replicaSet=kontor",
    "KONTOR_KAFKA_BOOTSTRAP": "kafka:9092",
    "KONTOR_TOPIC_PREFIX": "",
    "KONTOR_ADMIN_EMAIL": "${KONTOR_ADMIN_EMAIL:?Who signs in first}",
    "KONTOR_ADMIN_PASSWORD": "${KONTOR_ADMIN_PASSWORD:?Choose one}",
    "KONTOR_SMTP_HOST": "mail",
    "KONTOR_SMTP_PORT": "1025",
    "KONTOR_PUBLIC_URL": "http://127.0.0.1:8103",
    "KONTOR_PORTAL_URL": "http://127.0.0.1:8100/portal",
    "KONTOR_CUSTOMERS_URL": "http://customers-api:8101",
    "KONTOR_BILLING_URL": "http://billing-api:8102",
    "KONTOR_DELIVERY_URL": "http://delivery-api:8103",
    "KONTOR_TASKS_URL": "http://tasks-api:8104",
    "KONTOR_SECURE_COOKIES": "false",
}
REPLICA_SET = (
    "try { rs.status().ok } catch (e) "
    "{ rs.initiate({_id: 'kontor', members: [{_id: 0, host: 'mongodb:27017'}]}).ok }"
)


def compose() -> Manifest:
    services = {process.name: _service(process) for process in PROCESSES}
    return {
        "name": "kontor",
        "services": _parts() | services,
        "volumes": {"kafka": {}, "mongo": {}},
    }


def _service(process: Process) -> Manifest:
    known = SETTINGS | {"KONTOR_HTTP_PORT": str(process.port)}
    settings = {name: known[name] for name in process.settings if name in known}
    port = process.port
    published = {"ports": [f"127.0.0.1:{port}:{port}"]} if serves_people(process) else {}
    return {
        "image": "kontor",
        "build": {"context": ".", "dockerfile": "deploy/image/Containerfile"},
        "command": ["python", "-m", f"kontor_{process.service}", process.role],
        "environment": settings | {"KONTOR_HTTP_HOST": "0.0.0.0", "HOME": "/tmp"},  # noqa: S104, S108  # in the container
        "read_only": True,
        "tmpfs": ["/tmp"],  # noqa: S108  # the container's own
        "restart": "unless-stopped",
        "depends_on": {part: {"condition": "service_healthy"} for part in ("kafka", "mongodb")},
        "deploy": {"replicas": process.replicas},
        **published,
    }


def _parts() -> dict[str, object]:
    return {
        "kafka": {
            "image": "apache/kafka:4.1.0",
            "volumes": ["kafka:/var/lib/kafka/data"],
            "environment": _kafka(),
            "healthcheck": _checked(
                "/opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka:9092 --list"
            ),
        },
        "mongodb": {
            "image": "mongo:7",
            "command": ["--replSet", "kontor", "--bind_ip_all"],
            "volumes": ["mongo:/data/db"],
            "healthcheck": _checked(f'mongosh --quiet --eval "{REPLICA_SET}"'),
        },
        "mail": {"image": "axllent/mailpit:v1.27", "ports": ["127.0.0.1:8025:8025"]},
    }


def _kafka() -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": "PLAINTEXT://kafka:9092",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LOG_DIRS": "/var/lib/kafka/data",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_MESSAGE_MAX_BYTES": str(16 * 1024 * 1024),
    }


def _checked(command: str) -> Manifest:
    return {"test": ["CMD-SHELL", command], "interval": "5s", "timeout": "10s", "retries": 20}
