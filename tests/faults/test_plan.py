"""A month of faults: whatever dies, hangs, repeats or talks nonsense, the invoices are the same."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random

from kontor_cli.client.answers import Run
from kontor_cli.client.problems import ServiceUnreachableError
from kontor_cli.commands.doctor import examined
from kontor_contracts.topics import ALL
from kontor_local.demo.outcome import Outcome
from kontor_local.kafka import bootstrap
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import eventually
from kontor_local.testing.everything import Everything
from kontor_local.testing.faults.disturbing import Disturber
from kontor_local.testing.faults.figures import Figures, write_figures
from kontor_local.testing.faults.mischief import Mischief
from kontor_local.testing.faults.month import Month
from kontor_local.testing.faults.plan import KINDS, Fault, Kind, planned
from kontor_local.testing.faults.records import Records
from kontor_local.testing.faults.traces import no_traces

#: `make faults` sets the full measure.
CUSTOMERS = int(os.environ.get("KONTOR_FAULT_CUSTOMERS", "20"))
KILLED = int(os.environ.get("KONTOR_FAULT_KILLED", "4"))
CUT_SECONDS = float(os.environ.get("KONTOR_FAULT_CUT_SECONDS", "1"))
WRITTEN = bool(os.environ.get("KONTOR_FAULT_FIGURES"))
PATIENCE = 120.0
#: Who has been asked for so long was there: one that is away refuses at once.
ANSWERED_SECONDS = 2.0
SLOW_MAIL = Rule(recipient="*", verdict=Verdict.DELAY, seconds=0.1)


def followed(month: Month, run: Run) -> Outcome:
    """Whoever asks while an API is away asks again; patience begins anew with each that dies."""
    end = time.monotonic() + PATIENCE
    while True:
        begun = time.monotonic()
        try:
            return month.follow(run)
        except ServiceUnreachableError:
            if time.monotonic() - begun > ANSWERED_SECONDS:
                end = time.monotonic() + PATIENCE
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@asynccontextmanager
async def meddling(mischief: Mischief) -> AsyncIterator[None]:
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(mischief.run(stopping))
        yield
        stopping.set()


async def test_a_month_comes_out_the_same_whatever_dies_hangs_repeats_or_talks_nonsense(
    month_of: Callable[[int], Month],
    records: Records,
    dice_of: Callable[[str], Random],
    fault_seed: str,
) -> None:
    month = month_of(CUSTOMERS)
    whole = month.everything
    await asyncio.to_thread(month.load)
    whole.sink.obey(SLOW_MAIL)
    faults = planned(dice_of("plan"), killed=min(KILLED, len(KINDS)), cut_seconds=CUT_SECONDS)
    mischief = Mischief(bootstrap(whole.installation.ports), dice_of("mischief"))
    disturber = Disturber(whole.supervisor, records.client)
    started, over = time.monotonic(), list[float]()

    async with meddling(mischief):
        run = await asyncio.to_thread(month.start)
        async with asyncio.TaskGroup() as group:
            following = group.create_task(asyncio.to_thread(followed, month, run))
            disturbing = group.create_task(disturber.go_through(faults))
            disturbing.add_done_callback(lambda _: over.append(time.monotonic()))
    ended = time.monotonic()

    await eventually(lambda: only_poison_is_parked(records, mischief), timeout=PATIENCE)
    await records.forget_parked()
    outcome = following.result()
    assert month.disagreements(outcome) == []
    mailbox = whole.sink.directory
    await eventually(
        lambda: asyncio.to_thread(no_traces, whole.kontor, outcome, mailbox), timeout=PATIENCE
    )
    await eventually(lambda: no_replica_differs(records), timeout=PATIENCE)
    assert mischief.repeated
    if WRITTEN:
        assert await asyncio.to_thread(findings, whole) == []
        seconds, settled = ended - started, max(0.0, ended - over[0])
        recoveries = disturbing.result()
        write_figures(Figures(fault_seed, CUSTOMERS, seconds, settled, recoveries, mischief))


def findings(whole: Everything) -> list[str]:
    """The doctor's, of an installation in which nobody else has broken anything on purpose."""
    return [found.what for check in examined(whole.kontor) for found in check.findings]


async def only_poison_is_parked(records: Records, mischief: Mischief) -> bool:
    """Each group has put aside every poison of its topics, and nothing else."""
    consumers = {topic.name: topic.consumers for topic in ALL}
    parked = await records.parked()
    arrived = mischief.poisons | (mischief.tried & {(topic, key) for _, topic, key in parked})
    assert parked == {(group, topic, key) for topic, key in arrived for group in consumers[topic]}
    return True


async def no_replica_differs(records: Records) -> bool:
    """Billing's parties are those of customers."""
    source = await records.changes_of_parties("customers")
    assert await records.changes_of_parties("billing") == source
    return True


def test_the_same_seed_makes_the_same_trouble(dice_of: Callable[[str], Random]) -> None:
    def made() -> list[Fault]:
        return planned(dice_of("any"), killed=len(KINDS), cut_seconds=1)

    assert made() == made()
    assert {one.target for one in made() if one.kind is Kind.KILL} == set(KINDS)
