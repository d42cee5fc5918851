"""The demo itself: everything started, a month billed, the outcome reported, everything stopped."""

import asyncio
from dataclasses import dataclass

from kontor_cli.client.kontor import connected
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kontor_local.demo import reporting
from kontor_local.demo.journey import Journey
from kontor_local.demo.report import Report
from kontor_local.demo.source import Source
from kontor_local.first_admin import first_admin
from kontor_local.installation import Installation
from kontor_local.supervisor import supervised


@dataclass(frozen=True)
class Show:
    installation: Installation
    source: Source
    console: Console

    async def go(self) -> Report:
        directory = self.installation.directory
        stages = [self.installation.parts(), self.installation.services()]
        self.console.print("Starting Kontor; the logs are in", str(directory / "log"))
        async with supervised(stages, directory, self.console.print):
            report = await asyncio.to_thread(self._billed)
            self.console.print("Stopping ...")
        return report

    def _billed(self) -> Report:
        directory, mailbox = self.installation.directory, self.installation.mail
        with connected(first_admin(self.installation)) as kontor, bars(self.console) as shown:
            outcome = Journey(kontor, directory, self.source, shown).go()
        report = reporting.reported(outcome, self.source, mailbox)
        file = directory / "report.json"
        reporting.write(report, file)
        reporting.show(report, self.console)
        reporting.show_places(outcome, mailbox, file, self.console)
        return report


def bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description:<18}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=console)
