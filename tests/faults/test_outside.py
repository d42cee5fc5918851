"""Who is outside may be away, slow or odd: nothing is lost, nothing double, nobody else waits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.organisation import Organisation, OrganisationConfigured
from kontor_contracts.customers.party import DeliveryMethod
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.chorus import DEPOSIT, SEARCH, ChorusDesk
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    PUBLIC_BODY,
    a_completed_run,
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import Provider
from kontor_delivery.testing.partner import Partner, Say, listening
from kontor_delivery.testing.service import Answer, Service
from kontor_delivery.testing.stand_in import Answer as Said
from kontor_delivery.testing.stand_in import Fault, serving
from kontor_local.child import running
from kontor_local.ports import free_ports
from kontor_local.smtp_sink import PORT_SETTING, smtp_sink
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60
MANY = 4
PAUSE = timedelta(seconds=0.2)
Started = Callable[[], AbstractAsyncContextManager[SmtpSink]]


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    return MovedClock(monkeypatch)


@pytest.fixture(scope="module")
def desk() -> Iterator[ChorusDesk]:
    desk = ChorusDesk()
    with serving(desk.stand_in):
        yield desk


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider()
    with serving(provider.stand_in):
        yield provider


@pytest.fixture(scope="module")
def mail_port() -> int:
    """Where delivery looks for the mail server, whether there is one or not."""
    return free_ports([PORT_SETTING])[PORT_SETTING]


@pytest.fixture
def mail_server(mail_port: int, tmp_path: Path) -> Started:
    """Within the block, the mail server is there."""

    @asynccontextmanager
    async def started() -> AsyncIterator[SmtpSink]:
        async with running(smtp_sink(tmp_path / "mail", {PORT_SETTING: mail_port}), tmp_path):
            yield SmtpSink(mail_port, tmp_path / "mail")

    return started


@pytest.fixture(scope="module")
def outside(mail_port: int, desk: ChorusDesk, provider: Provider) -> dict[str, object]:
    """Settings that name who is outside: they answer within a second or never."""
    mail = {"smtp_port": mail_port, "smtp_timeout_seconds": 1}
    return {**mail, **desk.settings(), **provider.settings(), "webhook_timeout_seconds": 60}


@pytest.fixture(scope="module")
def delivery_settings(
    kafka: str, mongo_url: str, topics_of_module: str, outside: dict[str, object]
) -> DeliverySettings:
    return DeliverySettings(
        kafka_bootstrap=kafka,
        mongo_url=mongo_url,
        topic_prefix=topics_of_module,
        database_prefix=f"test_{uuid4().hex}_",
        document_slots=1,
        webhook_allow_private=True,
        provider_retry=PAUSE,
        **outside,
    )


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    """All of delivery's processes."""
    settings = delivery_settings
    async with app.connected(settings) as parts:
        tasks = [task for worker in app.WORKERS.values() for task in worker(parts)]
        async with in_background(*tasks):
            yield Service(settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)


def mailed_invoices(count: int, *names: str) -> tuple[UUID, list[InvoiceGenerated]]:
    """A run, and its invoices to so many recipients each."""
    run_id = uuid4()
    return run_id, [
        a_fact(*(a_recipient(f"{name}-{number}@example.org") for name in names), run_id=run_id)
        for number in range(count)
    ]


async def mails_of(service: Service, run_id: UUID) -> list[Answer]:
    answer = await service.get("/deliveries", run_id=str(run_id), channel="email")
    return list(answer.raise_for_status().json()["items"])


async def are_done(
    service: Service, run_id: UUID, count: int, *, clock: MovedClock | None = None
) -> None:
    """All mails of the run are sent; with a clock, patience with the server takes no time."""

    async def all_sent() -> bool:
        if clock:
            clock.forward(timedelta(minutes=1))
        return (await service.summary(run_id))["mails"]["done"] == count

    await eventually(all_sent, timeout=PATIENCE)


def copies(sink: SmtpSink) -> Counter[tuple[str, str]]:
    """How often each recipient got each mail."""
    read = [message_from_bytes(one.read_bytes()) for one in sink.mails()]
    return Counter(
        (str(mail["Message-ID"]), str(to)) for mail in read for to in mail.get_all("Delivered-To")
    )


def once_each(facts: Sequence[InvoiceGenerated]) -> list[str]:
    return sorted(one.email for fact in facts for one in fact.delivery.recipients)


def to_whom(found: Counter[tuple[str, str]]) -> list[str]:
    return sorted(to for _, to in found.elements())


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
        pytest.param(Rule(recipient="*", verdict=Verdict.DELAY, seconds=1.5, times=1), id="silent"),
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


async def test_chorus_pros_errors_lose_no_flow_double_none_and_keep_no_mail_waiting(
    service: Service,
    desk: ChorusDesk,
    mail_server: Started,
    publish: Publish,
    moved_clock: MovedClock,
) -> None:
    desk.stand_in.faults += [
        Fault(DEPOSIT, Said(500, b"<html>Internal Server Error</html>"), done=True),
        Fault(SEARCH, Said.of(429, {"error": "quota"}, **{"Retry-After": "1"})),
        Fault(SEARCH, Said(200, b"{not JSON")),
    ]
    organisation = Organisation(version=1, name="Nord", chorus_application_code="ABC123")
    await publish(OrganisationConfigured(organisation=organisation))
    run_id, facts = mailed_invoices(2, "one")
    filed = a_fact(method=DeliveryMethod.CHORUS_PRO, buyer=PUBLIC_BODY, run_id=run_id)
    async with mail_server() as sink:
        await publish(*facts, filed, a_completed_run(run_id, chorus_pro=1, email_attachment=2))
        await are_done(service, run_id, 2, clock=moved_clock)
        assert to_whom(copies(sink)) == once_each(facts)
    await eventually(lambda: desk.flows, timeout=PATIENCE)
    (flow,) = desk.flows
    desk.integrates(flow)

    async def is_followed() -> bool:
        (file,) = await service.files(run_id)
        deposit = (await service.get(f"/deposits/{file['id']}")).json()
        return deposit["state"] == "integrated"

    await eventually(is_followed, timeout=PATIENCE)
    assert (desk.flows, desk.stand_in.faults) == ([flow], [])


@asynccontextmanager
async def an_endpoint(service: Service, partner: Partner) -> AsyncIterator[Answer]:
    """The partner listens, and gets invoices while the block lasts."""
    async with listening(partner):
        wishes = {"name": "Partner", "url": partner.url, "facts": ["invoice-generated"]}
        opened = await service.send("POST", "/webhook-endpoints", wishes, role="integration")
        assert opened.status_code == 201
        yield dict(opened.json())
        await service.send("DELETE", f"/webhook-endpoints/{opened.json()['id']}")


async def test_a_partners_endpoint_that_hangs_keeps_nobody_else_waiting_and_loses_nothing(
    service: Service,
    provider: Provider,
    mail_server: Started,
    publish: Publish,
) -> None:
    awake, party_id = asyncio.Event(), uuid4()

    partner = Partner(lambda _: Say(after=awake))
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    collection = an_api_collection(mandate)
    run_id = uuid4()
    facts = [
        a_fact(a_recipient(), collections=(collection,), run_id=run_id, party_id=party_id),
        a_fact(a_recipient(), run_id=run_id, party_id=party_id),
    ]
    async with an_endpoint(service, partner), mail_server() as sink:
        await publish(mandate_known(facts[0], mandate), *facts)
        await eventually(lambda: provider.of_collection(collection.id), timeout=PATIENCE)
        await are_done(service, run_id, 2)
        assert (len(sink.mails()), partner.taken) == (2, [])
        awake.set()
        await eventually(lambda: len(partner.taken) == 2, timeout=PATIENCE)
        assert partner.sequences(party_id) == [1, 2]
    assert len(provider.of_collection(collection.id)) == 1


async def test_gocardless_that_hangs_keeps_no_mail_waiting_and_charges_once(
    service: Service,
    provider: Provider,
    mail_server: Started,
    publish: Publish,
) -> None:
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    provider.stand_in.faults += [Fault("/payments", hangs=True)] * 3
    collection = an_api_collection(mandate)
    run_id = uuid4()
    fact = a_fact(a_recipient(), collections=(collection,), run_id=run_id)
    async with mail_server():
        await publish(mandate_known(fact, mandate), fact)
        await are_done(service, run_id, 1)
    await eventually(lambda: provider.of_collection(collection.id), timeout=PATIENCE)
    assert len(provider.of_collection(collection.id)) == 1
