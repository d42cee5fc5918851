"""`kontor collect`: direct debits into files for the bank."""

from kontor_cli import tables
from kontor_cli.choosing import RunOrPeriod, chosen
from kontor_cli.client.waiting import made_debit_files
from kontor_cli.opened import AsJson, opened


def collect(run: RunOrPeriod, *, as_json: AsJson = False) -> None:
    """Put the direct debits of RUN into files; files that are there already are shown."""
    with opened(as_json=as_json) as (kontor, screen):
        files = [
            file
            for one in chosen(kontor.billing, run)
            for file in made_debit_files(kontor.billing, one.id)
        ]
        screen.list(files, tables.debit_files)
        screen.aside(tables.excluded_debits(debit for file in files for debit in file.excluded))
