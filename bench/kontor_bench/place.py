"""Where a measurement happens: real parts, topics and databases of its own, real processes."""

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kontor_chassis.mongo import Client, connect
from kontor_chassis.settings import ServiceSettings
from kontor_cli.settings import Service, Settings
from kontor_local.child import Child, running
from kontor_local.installation import Installation
from kontor_local.ports import free_ports
from kontor_local.probes import healthy
from kontor_local.program import Program
from kontor_local.supervisor import Supervisor

PORT = "KONTOR_HTTP_PORT"
SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


@dataclass(frozen=True)
class Place:
    """`label` keeps its topics, databases and logs apart from those of other measurements."""

    installation: Installation
    parts: Supervisor
    label: str

    @property
    def directory(self) -> Path:
        return self.installation.directory

    @property
    def environment(self) -> dict[str, str]:
        return self.installation.known_settings() | {
            "KONTOR_TOPIC_PREFIX": f"{self.label}.",
            "KONTOR_DATABASE_PREFIX": f"{self.label}_",
        }

    @property
    def settings(self) -> ServiceSettings:
        return self.settings_for(ServiceSettings)

    def settings_for(self, kind: type[SettingsT]) -> SettingsT:
        known = self.environment
        return kind(
            mongo_url=known["KONTOR_MONGO_URL"],
            kafka_bootstrap=known["KONTOR_KAFKA_BOOTSTRAP"],
            topic_prefix=known["KONTOR_TOPIC_PREFIX"],
            database_prefix=known["KONTOR_DATABASE_PREFIX"],
        )

    def client(self) -> Client:
        return connect(self.settings)

    def part(self, name: str) -> int:
        """The process id of Kafka or MongoDB."""
        return self.parts.child(name).pid

    @asynccontextmanager
    async def processes(
        self, *commands: str, settings: Mapping[str, str] | None = None
    ) -> AsyncIterator[list["Running"]]:
        """Each `python -m <command>`, which ends in package and role, started and ready."""
        async with AsyncExitStack() as stack:
            started = []
            for number, command in enumerate(commands, start=1):
                program = self._program(command, number, settings or {})
                child = await stack.enter_async_context(running(program, self.directory))
                started.append(Running(child, int(program.environment[PORT])))
            yield started

    def _program(self, command: str, number: int, settings: Mapping[str, str]) -> Program:
        ports: Mapping[str, int] = free_ports([PORT])
        words = command.split()
        return Program(
            name="-".join([self.label, str(number), *words[-2:]]),
            command=(sys.executable, "-m", *words),
            environment={**self.environment, **settings, PORT: str(ports[PORT])},
            ports=ports,
            ready=healthy(ports[PORT]),
        )


@dataclass(frozen=True)
class Running:
    """A service's process, ready."""

    child: Child
    port: int

    @property
    def pid(self) -> int:
        return self.child.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def signed_in(place: Place, **services: Running) -> Settings:
    """The first admin, at the services given by name."""
    known = place.environment
    urls = {Service(name): process.url for name, process in services.items()}
    return Settings(known["KONTOR_ADMIN_EMAIL"], known["KONTOR_ADMIN_PASSWORD"], urls)
