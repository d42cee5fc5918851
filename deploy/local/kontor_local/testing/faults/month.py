"""A month of customers of its own, billed on an installation that may have billed others before."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from kontor_cli.client.answers import Run
from rich.progress import Progress

from kontor_local.demo import reporting
from kontor_local.demo.journey import Journey
from kontor_local.demo.outcome import Outcome
from kontor_local.demo.source import Source, generated
from kontor_local.sample.expectation import Expectation
from kontor_local.sample.figures import Figures, figures
from kontor_local.testing.everything import Everything


def billable() -> Iterator[int]:
    """Indices of clones that get invoices: those left out would be so in every later run."""
    sample = Expectation.load().sample
    return (index for index in count() if not sample[index % len(sample)].left_out)


@dataclass(frozen=True)
class Month:
    everything: Everything
    source: Source
    journey: Journey

    @classmethod
    def of_fresh_customers(
        cls, everything: Everything, indices: Iterator[int], customers: int, directory: Path
    ) -> "Month":
        chosen = list(islice(indices, customers))
        name = f"{customers} customers from {chosen[0]} on"
        source = generated(name, chosen, directory / "import")
        bars = Progress(disable=True)
        journey = Journey(everything.kontor, directory, source, bars, again=True)
        return cls(everything, source, journey)

    @property
    def wanted(self) -> Figures:
        return figures(self.source.expectation)

    def load(self) -> None:
        """Import, into an installation whose mailbox is empty then."""
        self.everything.sink.empty()
        self.journey.load()

    def start(self) -> Run:
        return self.journey.start()

    def follow(self, run: Run) -> Outcome:
        return self.journey.follow(run)

    def go(self) -> Outcome:
        self.load()
        return self.follow(self.start())

    def disagreements(self, outcome: Outcome) -> list[str]:
        """What came out otherwise than it must."""
        report = reporting.reported(outcome, self.source, self.everything.installation.mail)
        wrong = [f"{name}: {one}" for name, one in report.stages.items() if not one.agrees]
        return [*wrong, *report.disagreements]
