"""What a month has come to, read back from the services and fetched into folders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kontor_cli.client.answers import DebitFile, LeftOut, Run, RunInvoice
from kontor_cli.client.delivery_answers import DeliveryRow, Summary
from kontor_cli.client.downloads import Download, Export, downloads, save_all
from kontor_cli.client.kontor import Kontor
from rich.progress import Progress as Bars

#: Folder of each sort of file below the demo's directory.
FOLDERS = {
    Export.DOCUMENTS: "documents",
    Export.ARCHIVES: "chorus-pro",
    Export.GOCARDLESS: "gocardless",
    Export.SEPA: "sepa",
}


@dataclass(frozen=True)
class Outcome:
    run: Run
    invoices: Sequence[RunInvoice]
    left_out: Sequence[LeftOut]
    deliveries: Sequence[DeliveryRow]
    summary: Summary
    debit_files: Sequence[DebitFile]
    files: Mapping[Export, Sequence[Path]]
    seconds: Mapping[str, float]


def fetched(kontor: Kontor, run: Run, directory: Path, bars: Bars) -> dict[Export, list[Path]]:
    """The files of the run, all in their folders."""
    return {
        export: saved(downloads(kontor, export, run.id), directory / folder, bars)
        for export, folder in FOLDERS.items()
    }


def saved(found: Iterable[Download], folder: Path, bars: Bars) -> list[Path]:
    wanted = list(found)
    return list(
        bars.track(save_all(wanted, folder), len(wanted), description=f"Fetch {folder.name}")
    )
