"""All of Kontor on free ports, for tests that need the whole."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kontor_cli.client.kontor import Kontor
from kontor_cli.client.session import Session

from kontor_local import smtp_sink as smtp_part
from kontor_local.first_admin import first_admin
from kontor_local.installation import Installation
from kontor_local.kafka import bootstrap
from kontor_local.ports import free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.program import Program
from kontor_local.supervisor import Supervisor, supervised
from kontor_local.testing import SIGNED_PORT, SmtpSink
from kontor_local.testing.certificates import certified
from kontor_local.testing.mongodb_users import Databases, admit, databases_at
from kontor_local.testing.strimzi import Cluster, apply, cluster_at

#: Seconds; many processes start at once, perhaps beside other work.
START_LIMIT = 600


@dataclass(frozen=True)
class Everything:
    """Parts and services as `make run` starts them, and the first admin's way in."""

    installation: Installation
    supervisor: Supervisor
    session: Session
    cluster: Cluster
    databases: Databases

    def settings_of(self, owner: str) -> dict[str, str]:
        """As its pods in a cluster get to know the servers."""
        return self.cluster.settings_of(owner) | self.databases.settings_of(owner)

    @property
    def kontor(self) -> Kontor:
        return Kontor(self.session)

    @property
    def sink(self) -> SmtpSink:
        port = self.installation.ports[smtp_part.PORT_SETTING]
        return SmtpSink(port, self.installation.mail)


@contextlib.asynccontextmanager
async def everything(directory: Path, settings: Mapping[str, str]) -> AsyncIterator[Everything]:
    """Runs for as long as the block; `settings` are given to every service beside its own.

    Services may do at the broker and at MongoDB what a cluster allows them, and nothing else.
    """
    ports = free_ports([*DEFAULT_PORTS, SIGNED_PORT])
    certificate = certified(directory / "certificates")
    cluster = cluster_at(ports[SIGNED_PORT], certificate)
    databases = databases_at(ports, directory, certificate)
    installation = Installation(directory, ports, signed=cluster.listener, guard=databases.guard)
    async with supervised([installation.parts()], directory) as supervisor:
        await apply(bootstrap(ports))
        await admit(databases, installation.mongo_url)
        with Session(first_admin(installation)) as session:
            whole = Everything(installation, supervisor, session, cluster, databases)
            await supervisor.start(_services(whole, settings))
            yield whole


def _services(whole: Everything, settings: Mapping[str, str]) -> list[Program]:
    return [
        _told(program, {**settings, **whole.settings_of(service_of(program))})
        for program in whole.installation.services()
    ]


def service_of(program: Program) -> str:
    return program.name.partition("-")[0]


def _told(program: Program, settings: Mapping[str, str]) -> Program:
    environment = {**program.environment, **settings}
    return replace(program, environment=environment, start_limit=START_LIMIT)
