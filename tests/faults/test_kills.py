"""Any process may be killed at any moment: nobody sees it in what comes out."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random

import pytest
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import eventually
from kontor_local.testing.faults.killing import Killer
from kontor_local.testing.faults.month import Month
from kontor_local.testing.faults.records import Records
from kontor_local.testing.faults.traces import no_traces
from kontor_local.testing.faults.works import RunWorks, replicating

Dice = Callable[[str], Random]
Months = Callable[[int], Month]
#: So that most of a mail's time is spent with the server.
SLOW_MAIL = Rule(recipient="*", verdict=Verdict.DELAY, seconds=0.1)
#: For what was killed last to start, join its group again and tell what it has.
PATIENCE = 120
SERVICES = (
    "billing workers",
    "billing relay",
    "documents workers",
    "e-mail worker",
    "chorus-pro worker",
    "gocardless worker",
    "delivery relay",
    "tasks subscribers",
)


@pytest.mark.parametrize(
    ("killed", "customers"),
    [
        pytest.param(SERVICES, 37, id="services"),
        pytest.param(("kafka",), 20, id="kafka"),
        pytest.param(("mongod",), 20, id="mongod"),
    ],
)
async def test_a_month_comes_out_the_same_though_processes_are_killed_while_it_is_billed(
    killed: Sequence[str],
    customers: int,
    month_of: Months,
    records: Records,
    dice_of: Dice,
) -> None:
    month = month_of(customers)
    whole = month.everything
    await asyncio.to_thread(month.load)
    whole.sink.obey(SLOW_MAIL)
    run = await asyncio.to_thread(month.start)
    works = RunWorks(records, run.id, month.wanted, whole.sink).all()
    killer = Killer(whole.supervisor.child, database="mongod")

    async with asyncio.TaskGroup() as group:
        following = group.create_task(asyncio.to_thread(month.follow, run))
        for name in killed:
            group.create_task(killer.kill_at_work(works[name], dice_of(name)))

    outcome = following.result()
    assert month.disagreements(outcome) == []
    mailbox = whole.sink.directory
    await eventually(
        lambda: asyncio.to_thread(no_traces, whole.kontor, outcome, mailbox), timeout=PATIENCE
    )


async def test_everything_arrives_though_subscribers_are_killed_as_it_comes(
    month_of: Months, records: Records, dice_of: Dice
) -> None:
    month = month_of(20)
    whole = month.everything
    killer = Killer(whole.supervisor.child, database="mongod")

    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.to_thread(month.load))
        group.create_task(killer.kill_at_work(replicating(records), dice_of("customers")))

    run = await asyncio.to_thread(month.start)
    works = RunWorks(records, run.id, month.wanted, whole.sink).all()
    async with asyncio.TaskGroup() as group:
        following = group.create_task(asyncio.to_thread(month.follow, run))
        group.create_task(killer.kill_at_work(works["invoices' subscribers"], dice_of("invoices")))

    assert month.disagreements(following.result()) == []
