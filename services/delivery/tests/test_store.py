"""Delivery's collections on the real database."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from kontor_chassis.clock import now
from kontor_chassis.mongo import Database
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import Channel
from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.document import DocumentDelivery
from kontor_delivery.model.files import Closing, DeliveryFile, ExportEntry
from kontor_delivery.model.link import Link
from kontor_delivery.model.listing import FileFilter, Filter, figures
from kontor_delivery.model.mail.delivery import MailDelivery, mail_of
from kontor_delivery.model.mail.recipients import InactiveContacts
from kontor_delivery.model.states import State
from kontor_delivery.store import Store
from kontor_delivery.testing.facts import a_completed_run, a_fact, a_mail, a_recipient

LEASE = timedelta(minutes=1)


@pytest.fixture
async def store(store_database: Database) -> Store:
    opened = Store(store_database)
    await opened.ensure_indexes()
    return opened


def a_document(**invoice: object) -> DocumentDelivery:
    return DocumentDelivery.awaiting(a_fact(**invoice), now())


async def record(store: Store, transactions: Transactions, *deliveries: Delivery) -> None:
    await transactions.run(lambda tx: store.deliveries.record(deliveries, tx))


async def record_documents(
    store: Store, transactions: Transactions, *documents: DocumentDelivery
) -> None:
    await transactions.run(lambda tx: store.deliveries.record_documents(documents, tx))


async def test_a_delivery_is_read_back_as_it_was_recorded(
    store: Store, transactions: Transactions
) -> None:
    mail = a_mail(a_recipient(), due_at=now(), queued_at=now())
    await record(store, transactions, mail)
    assert await store.deliveries.find(MailDelivery, mail.invoice_id, Channel.EMAIL) == mail


async def test_recording_again_changes_nothing(store: Store, transactions: Transactions) -> None:
    mail = a_mail()
    await record(store, transactions, mail)
    await record(store, transactions, mail.with_changes(state=State.SENT))
    found = await store.deliveries.find(MailDelivery, mail.invoice_id, Channel.EMAIL)
    assert found
    assert found.state is State.QUEUED


async def test_a_document_is_recorded_once_whether_or_not_a_mail_touched_it_first(
    store: Store, transactions: Transactions
) -> None:
    document = a_document()

    async def touch(tx: Transaction) -> dict[object, State]:
        return {**await store.deliveries.touch_documents([document.invoice_id], tx)}

    assert await transactions.run(touch) == {}
    await record_documents(store, transactions, document)
    await record_documents(store, transactions, document.with_changes(state=State.FAILED))
    assert await transactions.run(touch) == {document.invoice_id: State.PENDING}


async def test_a_touched_document_is_no_delivery_yet(
    store: Store, transactions: Transactions
) -> None:
    invoice_id = uuid4()
    await transactions.run(lambda tx: store.deliveries.touch_documents([invoice_id], tx))
    assert await store.deliveries.find(DocumentDelivery, invoice_id, Channel.DOCUMENT) is None
    assert await store.listing.page(Delivery, Filter()) == []


async def test_a_mail_recorded_while_its_document_is_issued_never_waits_for_ever(
    store: Store, transactions: Transactions
) -> None:
    """Both transactions are held open until both have read: then one must do its work again."""
    fact = a_fact(a_recipient())
    document = DocumentDelivery.awaiting(fact, now())
    mail = mail_of(fact, fact.delivery.method, domain="kontor.example", now=now())
    await record_documents(store, transactions, document)
    queue = store.deliveries.queue(DocumentDelivery, Channel.DOCUMENT, State.PENDING, lease=LEASE)
    (claimed,) = await queue.claim()
    both = asyncio.Barrier(2)
    met = False

    async def meet() -> None:
        nonlocal met
        if not met:
            await both.wait()
            met = True

    async def issue(tx: Transaction) -> bool:
        waiting = await store.deliveries.awaiting_mail(document.invoice_id, tx)
        await meet()
        await queue.finish(claimed.with_changes(state=State.ISSUED), tx)
        return waiting is not None

    async def add(tx: Transaction) -> bool:
        states = await store.deliveries.touch_documents([document.invoice_id], tx)
        await meet()
        await store.deliveries.record([mail], tx)
        return states[document.invoice_id] is State.ISSUED

    seen = await asyncio.gather(transactions.run(issue), transactions.run(add))
    assert any(seen)


async def test_only_the_holder_of_the_lease_finishes(
    store: Store, transactions: Transactions
) -> None:
    document = a_document()
    await record_documents(store, transactions, document)
    first = store.deliveries.queue(
        DocumentDelivery, Channel.DOCUMENT, State.PENDING, lease=timedelta(0)
    )
    second = store.deliveries.queue(DocumentDelivery, Channel.DOCUMENT, State.PENDING, lease=LEASE)
    (lost,) = await first.claim()
    (held,) = await second.claim()
    assert not await first.finish(lost.with_changes(state=State.FAILED))
    assert await second.finish(held.with_changes(state=State.ISSUED))
    assert await second.claim() == []


async def test_a_run_is_counted_by_channel_and_outcome(
    store: Store, transactions: Transactions
) -> None:
    run_id = uuid4()
    mails = [a_mail(run_id=run_id, state=state) for state in (State.SENT, State.FAILED)]
    waiting = [a_mail(run_id=run_id, state=State.AWAITING_DOCUMENT), a_mail(run_id=run_id)]
    await record(store, transactions, *mails, *waiting, a_mail())
    found = figures(await store.listing.counts(run_id), Channel.EMAIL)
    assert (found.done, found.failed, found.waiting) == (1, 1, 2)


async def test_pages_cover_the_list_once(store: Store, transactions: Transactions) -> None:
    run_id = uuid4()
    mails = [a_mail(run_id=run_id) for _ in range(7)]
    await record(store, transactions, *mails)
    found: list[Delivery] = []
    after = None
    while page := await store.listing.page(Delivery, Filter(run_id=run_id, after=after, limit=3)):
        found += page
        after = (page[-1].invoice_number, page[-1].id)
    assert [one.invoice_number for one in found] == sorted(one.invoice_number for one in mails)


def entries(run_id: object, states: Sequence[State]) -> list[ExportEntry]:
    facts = [a_fact(method=DeliveryMethod.GOCARDLESS_EXPORT, run_id=run_id) for _ in states]
    return [
        ExportEntry.record(fact, Channel.GOCARDLESS, state=state, now=now())
        for fact, state in zip(facts, states, strict=True)
    ]


async def test_settled_entries_are_counted_and_a_run_is_closed_by_one_of_many(
    store: Store, transactions: Transactions
) -> None:
    run_id = uuid4()
    closing = Closing.of(a_completed_run(run_id, gocardless_export=2), Channel.GOCARDLESS)
    states = (State.TAKEN, State.LEFT_OUT, State.RECORDED)
    await record(store, transactions, *entries(run_id, states))
    await transactions.run(lambda tx: store.files.expect([closing, closing], tx))
    assert await store.files.settled(closing) == closing.expected == 2
    attempts = [transactions.run(lambda tx: store.files.close(closing, tx)) for _ in range(5)]
    assert sorted(await asyncio.gather(*attempts)) == [False, False, False, False, True]


async def test_numbers_are_never_given_twice(store: Store, transactions: Transactions) -> None:
    async def take(tx: Transaction) -> list[int]:
        return list(await store.files.next_numbers("counter", 3, tx))

    taken = await asyncio.gather(*(transactions.run(take) for _ in range(5)))
    assert sorted(number for block in taken for number in block) == list(range(1, 16))


async def test_an_older_version_never_replaces_a_replica(
    store: Store, transactions: Transactions
) -> None:
    party = uuid4()
    newer = InactiveContacts(id=party, version=2, contacts=(uuid4(),))
    older = InactiveContacts(id=party, version=1, contacts=())
    await transactions.run(lambda tx: store.replicas.keep_inactive([newer, older], tx))
    assert await store.replicas.inactive([party]) == {party: newer}


async def test_a_revoked_or_expired_link_opens_nothing(
    store: Store, transactions: Transactions
) -> None:
    link = Link.to_document(uuid4(), now=now(), lifetime=timedelta(days=1))
    await transactions.run(lambda tx: store.links.add([link], tx))
    assert link.opens(now())
    assert not link.opens(now() + timedelta(days=1))
    assert await store.links.revoke(link.invoice_id, now()) == 1
    found = await store.links.find(link.id)
    assert found
    assert not found.opens(now())


async def test_files_go_on_behind_the_last_one_the_newest_first(
    store: Store, transactions: Transactions
) -> None:
    at, run_id = now(), uuid4()
    moments = (None, None, at, at, at + LEASE)
    files = [
        a_file(f"{number}.csv", run_id, planned_at=moment) for number, moment in enumerate(moments)
    ]
    for file in (*files, a_file("other.csv", uuid4(), planned_at=at)):
        await transactions.run(lambda tx, file=file: store.files.reserve(file, [], tx))
    found: list[DeliveryFile] = []
    while page := await store.files.page(a_filter(run_id, found)):
        assert len(page) == 1
        found += page
    assert [one.name for one in found] == ["4.csv", "3.csv", "2.csv", "1.csv", "0.csv"]


def a_file(name: str, run_id: UUID, *, planned_at: datetime | None) -> DeliveryFile:
    return DeliveryFile(
        id=uuid4(),
        kind=Channel.GOCARDLESS,
        name=name,
        run_id=run_id,
        count=0,
        planned_at=planned_at,
        due_at=now(),
    )


def a_filter(run_id: UUID, before: Sequence[DeliveryFile]) -> FileFilter:
    after = before[-1].id if before else None
    return FileFilter(run_id=run_id, kind=Channel.GOCARDLESS, after=after, limit=1)
