"""After a restore: what had left by then is settled, recorded before or not, and numbers go on."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from kontor_chassis.backup.lost import LostFact
from kontor_chassis.clock import now
from kontor_chassis.mongo import Client
from kontor_contracts.delivery.delivery import ArchiveCreated, Channel, ExportCreated
from kontor_contracts.event import Event
from kontor_delivery.app import Parts, parts_of
from kontor_delivery.model.mail.delivery import MailDelivery, mail_of
from kontor_delivery.model.sent_before import taken_numbers
from kontor_delivery.model.states import State
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.facts import a_fact, a_recipient
from kontor_delivery.usecases.reconciling import delivered, reconcile
from kontor_delivery.usecases.recording import record_mails


@pytest.fixture
async def parts(settings_for: Callable[..., DeliverySettings], client: Client) -> Parts:
    made = parts_of(settings_for(DeliverySettings), client)
    await made.means.store.ensure_indexes()
    return made


def lost(event: Event) -> LostFact:
    return LostFact(
        topic=event.topic.name,
        id=str(uuid4()),
        source="kontor/test",
        type=event.type,
        subject=event.subject,
        key=event.key,
        time=now(),
        body=event.model_dump_json(),
    )


async def test_a_mail_that_had_left_is_settled_and_its_invoice_told_again_makes_no_other(
    parts: Parts,
) -> None:
    means = parts.means
    queued, unrecorded = a_fact(a_recipient()), a_fact(a_recipient())
    mails = {
        one.invoice.id: mail_of(one, one.delivery.method, domain="kontor.example", now=now())
        for one in (queued, unrecorded)
    }
    await means.transactions.run(lambda tx: record_mails(means, [queued], tx))
    facts = [lost(mail.delivered(now())) for mail in mails.values()]
    assert delivered(facts) == {str(one) for one in mails}
    for _ in range(2):
        done = await reconcile(means, [*facts, lost(queued), lost(unrecorded)])
        assert done.settled == 2

    await means.transactions.run(lambda tx: record_mails(means, [unrecorded, queued], tx))
    for invoice_id, mail in mails.items():
        found = await means.store.deliveries.find(MailDelivery, invoice_id, Channel.EMAIL)
        assert found
        assert (found.state, found.to) == (State.SENT, mail.to)


def test_counters_jump_behind_the_names_of_files_that_were_closed() -> None:
    about = {"file_id": uuid4(), "count": 1, "sha256": "0" * 64, "at": now()}
    name = "FSO1100A_ABC123_ABC1231100000000000000042"
    closed = [
        ArchiveCreated(name=name, **about),
        ArchiveCreated(name=name.replace("42", "07"), **about),
        ExportCreated(name="gocardless-2026-10-000009.csv", total="1.00", **about),
    ]
    told = taken_numbers(closed, "gocardless-export")
    assert told == {"FSO1100A/ABC123": 42, "gocardless-export": 9}
