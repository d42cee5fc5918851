"""A mail server may be away, slow or odd: nothing is lost, nothing double."""

from datetime import timedelta

import pytest
from kontor_chassis.testing import Publish
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.partner import Partner
from kontor_delivery.testing.service import Service
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import eventually

from .mailing import (
    MANY,
    PATIENCE,
    Started,
    an_endpoint,
    are_done,
    copies,
    mailed_invoices,
    mails_of,
    once_each,
    to_whom,
)


async def test_a_mail_server_that_is_away_for_an_hour_costs_that_hour_and_nothing_else(
    service: Service, mail_server: Started, publish: Publish, moved_clock: MovedClock
) -> None:
    run_id, facts = mailed_invoices(MANY, "one")
    partner = Partner()

    async def tried_again_and_again() -> bool:
        moved_clock.forward(timedelta(minutes=1))
        mails = await mails_of(service, run_id)
        return len(mails) == MANY and all(one["attempts"] > 4 for one in mails)

    async with an_endpoint(service, partner):
        await publish(*facts)
        await eventually(lambda: len(partner.taken) == MANY, timeout=PATIENCE)
    await eventually(tried_again_and_again, timeout=PATIENCE)
    moved_clock.forward(timedelta(hours=1))
    assert all("no connection" in one["reason"] for one in await mails_of(service, run_id))
    summary = await service.summary(run_id)
    assert (summary["documents"]["done"], summary["mails"]["waiting"]) == (MANY, MANY)
    async with mail_server() as sink:
        await are_done(service, run_id, MANY, clock=moved_clock)
        assert to_whom(copies(sink)) == once_each(facts)


async def test_a_server_that_refuses_every_third_recipient_gets_each_mail_to_each_once(
    service: Service, mail_server: Started, publish: Publish, moved_clock: MovedClock
) -> None:
    run_id, facts = mailed_invoices(MANY, "one", "two")
    async with mail_server() as sink:
        sink.obey(Rule(recipient="*", verdict=Verdict.REFUSE, reply="451 4.3.0 Busy", every=3))
        await publish(*facts)
        await are_done(service, run_id, MANY, clock=moved_clock)
        assert to_whom(copies(sink)) == once_each(facts)
    assert all(one["code"] == "" for one in await mails_of(service, run_id))


async def test_every_third_recipient_refused_for_good_is_named_and_keeps_the_others_mail(
    service: Service, mail_server: Started, publish: Publish, moved_clock: MovedClock
) -> None:
    run_id, facts = mailed_invoices(1, "one", "two", "three")
    async with mail_server() as sink:
        sink.obey(Rule(recipient="*", verdict=Verdict.REFUSE, reply="550 5.1.1 Gone", every=3))
        await publish(*facts)
        await are_done(service, run_id, 1, clock=moved_clock)
        assert to_whom(copies(sink)) == ["one-0@example.org", "two-0@example.org"]
    (mail,) = await mails_of(service, run_id)
    assert (mail["code"], mail["reason"]) == (
        "partly-refused", "three-0@example.org: 550 5.1.1 Gone",
    )  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(Rule(recipient="*", verdict=Verdict.CUT, times=4), id="closes inside DATA"),
        pytest.param(Rule(recipient="*", verdict=Verdict.DELAY, seconds=0.3), id="slow"),
        pytest.param(Rule(recipient="*", verdict=Verdict.DELAY, seconds=60, times=1), id="silent"),
        pytest.param(
            Rule(recipient="*", verdict=Verdict.REFUSE_DATA, reply="452 4.3.1 Full", times=4),
            id="full",
        ),
    ],
)
async def test_a_server_that_is_slow_or_breaks_off_gets_every_mail_once(
    service: Service,
    mail_server: Started,
    publish: Publish,
    moved_clock: MovedClock,
    rule: Rule,
) -> None:
    run_id, facts = mailed_invoices(MANY, "one")
    async with mail_server() as sink:
        sink.obey(rule)
        await publish(*facts)
        await are_done(service, run_id, MANY, clock=moved_clock)
        assert to_whom(copies(sink)) == once_each(facts)


async def test_a_server_that_kept_a_mail_and_did_not_say_so_gets_the_same_message_again(
    service: Service, mail_server: Started, publish: Publish, moved_clock: MovedClock
) -> None:
    """Nobody can know whether it was kept, so its Message-ID tells that it is the same."""
    run_id, facts = mailed_invoices(1, "one")
    async with mail_server() as sink:
        sink.obey(Rule(recipient="*", verdict=Verdict.KEEP_AND_CUT, times=1))
        await publish(*facts)
        await are_done(service, run_id, 1, clock=moved_clock)
        assert len(sink.mails()) == 2
        assert len(copies(sink)) == 1
