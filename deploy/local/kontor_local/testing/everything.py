"""All of Kontor on free ports, for tests that need the whole."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kontor_cli.client.kontor import Kontor
from kontor_cli.client.session import Session

from kontor_local import smtp_sink as smtp_part
from kontor_local.first_admin import first_admin
from kontor_local.installation import Installation
from kontor_local.ports import free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.program import Program
from kontor_local.supervisor import Supervisor, supervised
from kontor_local.testing import SmtpSink

#: Seconds; many processes start at once, perhaps beside other work.
START_LIMIT = 180


@dataclass(frozen=True)
class Everything:
    """Parts and services as `make run` starts them, and the first admin's way in."""

    installation: Installation
    supervisor: Supervisor
    session: Session

    @property
    def kontor(self) -> Kontor:
        return Kontor(self.session)

    @property
    def sink(self) -> SmtpSink:
        port = self.installation.ports[smtp_part.PORT_SETTING]
        return SmtpSink(port, self.installation.mail)


@contextlib.asynccontextmanager
async def everything(directory: Path, settings: Mapping[str, str]) -> AsyncIterator[Everything]:
    """Runs for as long as the block; `settings` are given to every service beside its own."""
    installation = Installation(directory, free_ports(DEFAULT_PORTS))
    services = [_told(program, settings) for program in installation.services()]
    stages: Sequence[Sequence[Program]] = [installation.parts(), services]
    async with supervised(stages, directory) as supervisor:
        with Session(first_admin(installation)) as session:
            yield Everything(installation, supervisor, session)


def _told(program: Program, settings: Mapping[str, str]) -> Program:
    environment = {**program.environment, **settings}
    return replace(program, environment=environment, start_limit=START_LIMIT)
