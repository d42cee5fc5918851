"""From the import files to the outcome: what an operator would do by hand, in one go."""

from dataclasses import dataclass
from pathlib import Path

from kontor_cli.client.answers import DebitFile, Run
from kontor_cli.client.delivery_answers import Summary
from kontor_cli.client.kontor import Kontor
from kontor_cli.client.waiting import made_debit_files, until_completed
from rich.progress import Progress as Bars

from kontor_local.demo.following import Following, goals
from kontor_local.demo.loading import load
from kontor_local.demo.outcome import Outcome, fetched
from kontor_local.demo.source import Source
from kontor_local.demo.watch import Watch
from kontor_local.sample.figures import figures


@dataclass(frozen=True)
class Journey:
    kontor: Kontor
    directory: Path
    source: Source
    bars: Bars
    #: Bill what is unbilled, although the period may have had its run.
    again: bool = False

    def go(self) -> Outcome:
        self.load()
        return self.follow(self.start())

    def load(self) -> None:
        load(self.kontor, self.source.folder, self.bars)

    def start(self) -> Run:
        return self.kontor.billing.start_run(self.source.expectation.period, again=self.again)

    def follow(self, run: Run) -> Outcome:
        """Collect and wait until everything has gone out."""
        watch = Watch()
        run = self._billed(run)
        watch.note("invoices")
        debit_files = made_debit_files(self.kontor.billing, run.id)
        watch.note("debits")
        summary = self._delivered(run, watch)
        return self._gathered(run, debit_files, summary, watch)

    def _billed(self, run: Run) -> Run:
        bar = self.bars.add_task(f"Bill {run.label}", total=None)
        for state in until_completed(self.kontor.billing, run):
            self.bars.update(bar, completed=state.chunks.done, total=state.chunks.total or None)
            run = state
        return run

    def _delivered(self, run: Run, watch: Watch) -> Summary:
        wanted = goals(figures(self.source.expectation))
        return Following(wanted, watch, self.bars).follow(self.kontor.delivery, run.id)

    def _gathered(
        self, run: Run, debit_files: list[DebitFile], summary: Summary, watch: Watch
    ) -> Outcome:
        billing, delivery = self.kontor.billing, self.kontor.delivery
        return Outcome(
            run=run,
            invoices=list(billing.invoices(run.id)),
            left_out=list(billing.left_out(run.id)),
            deliveries=list(delivery.deliveries(run.id)),
            summary=summary,
            debit_files=debit_files,
            files=fetched(self.kontor, run, self.directory, self.bars),
            seconds=watch.seconds,
        )
