"""A back-up of the running Kontor, brought back beside it: other names, the same servers."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kontor_cli.client.session import Session

from kontor_local.first_admin import first_admin
from kontor_local.installation import Installation
from kontor_local.ports import free_ports
from kontor_local.processes import DEFAULT_PORTS
from kontor_local.program import Program
from kontor_local.supervisor import supervised
from kontor_local.testing.everything import START_LIMIT, Everything

#: An empty system on the same servers.
EMPTY = {"KONTOR_DATABASE_PREFIX": "restored_", "KONTOR_TOPIC_PREFIX": "restored."}


@dataclass(frozen=True)
class Operator:
    """Whoever saves and restores: programs that know where the servers are."""

    whole: Everything

    async def runs(self, module: str, *words: str, empty: bool = False) -> str:
        """What `python -m module words` prints; into an empty system it is an admin who brings."""
        rights = EMPTY if empty else self.whole.settings_of("backup")
        known = {**self.whole.installation.known_settings(), **rights}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *words,
            env=dict(os.environ) | known,
            stdout=asyncio.subprocess.PIPE,
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed  # noqa: S101  # of a test
        return printed.decode()

    @contextlib.asynccontextmanager
    async def starts(self, directory: Path, names: Sequence[str]) -> AsyncIterator[Everything]:
        """These processes over what was restored, entered by the first admin of the back-up."""
        installation = self._restored(directory)
        chosen = [one for one in installation.services() if one.name in names]
        stages = [[_told(one, EMPTY) for one in chosen]]
        urls = first_admin(installation).urls
        signing_in = replace(first_admin(self.whole.installation), urls=urls)
        async with supervised(stages, directory):
            with Session(signing_in) as session:
                yield replace(self.whole, session=session)

    def _restored(self, directory: Path) -> Installation:
        known = self.whole.installation.known_settings()
        servers = {
            name: known[name]
            for name in (
                "KONTOR_KAFKA_BOOTSTRAP",
                "KONTOR_MONGO_URL",
                "KONTOR_SMTP_HOST",
                "KONTOR_SMTP_PORT",
            )
        }
        return Installation(directory, free_ports(DEFAULT_PORTS), servers | EMPTY)


def _told(program: Program, settings: Mapping[str, str]) -> Program:
    environment = {**program.environment, **settings}
    return replace(program, environment=environment, start_limit=START_LIMIT)
