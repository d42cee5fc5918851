"""Waiting until a run's invoices have gone out, channel by channel."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kontor_cli.client.delivery import DeliveryApi
from kontor_cli.client.delivery_answers import Progress, Summary
from rich.progress import Progress as Bars
from rich.progress import TaskID

from kontor_local.demo.watch import Watch
from kontor_local.sample.figures import Figures

POLL_SECONDS = 0.3
#: Without any change for so long it will not go on by itself.
PATIENCE_SECONDS = 90.0


@dataclass(frozen=True)
class Goal:
    """When a channel is done with a run: so many invoices settled, in so many files."""

    invoices: int
    files: int = 0

    def is_reached(self, now: Progress) -> bool:
        settled = now.done + now.failed
        return now.waiting == 0 and settled >= self.invoices and now.files >= self.files


def goals(figures: Figures) -> dict[str, Goal]:
    return {
        "documents": Goal(figures.documents),
        "mails": Goal(figures.mails),
        "chorus_pro": Goal(figures.archive_members, figures.archives),
        "gocardless": Goal(figures.export_invoices, figures.export_files),
    }


@dataclass(frozen=True)
class Following:
    """Looks again and again, and notes when each channel is done."""

    goals: Mapping[str, Goal]
    watch: Watch
    bars: Bars

    def follow(self, delivery: DeliveryApi, run_id: UUID) -> Summary:
        """The last state: everything done, or nothing moves any more."""
        bars = {name: self._bar(name, goal) for name, goal in self.goals.items()}
        last, changed_at = delivery.summary(run_id), time.monotonic()
        while not self._is_done(last, bars) and time.monotonic() - changed_at < PATIENCE_SECONDS:
            time.sleep(POLL_SECONDS)
            before, last = last, delivery.summary(run_id)
            if last != before:
                changed_at = time.monotonic()
        for name in self.goals:
            self.watch.note(name)
        return last

    def _bar(self, name: str, goal: Goal) -> TaskID:
        return self.bars.add_task(name.replace("_", " ").capitalize(), total=goal.invoices)

    def _is_done(self, summary: Summary, bars: Mapping[str, TaskID]) -> bool:
        reached = 0
        for name, goal in self.goals.items():
            now: Progress = getattr(summary, name)
            self.bars.update(bars[name], completed=now.done + now.failed)
            if goal.is_reached(now):
                self.watch.note(name)
                reached += 1
        return reached == len(self.goals)
