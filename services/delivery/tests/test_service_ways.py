"""Where one way fails for good the other serves; no domain gets more mails than it likes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.invoice import CollectionWay, Recipient
from kontor_contracts.customers.party import DeliveryMethod
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import (
    PUBLIC_BODY,
    a_collection,
    a_completed_run,
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import Provider
from kontor_delivery.testing.service import Answer, Service
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink, eventually

PATIENCE = 60
REFUSED, SOMEBODY, NOBODY = (a_recipient("gone@example.org"),), (a_recipient(),), ()
NO_SIRET = PUBLIC_BODY.model_copy(update={"siret": ""})
NOTICE, ATTACHMENT = DeliveryMethod.EMAIL_NOTICE, DeliveryMethod.EMAIL_ATTACHMENT
CHORUS, EXPORT = DeliveryMethod.CHORUS_PRO, DeliveryMethod.GOCARDLESS_EXPORT


@pytest.fixture(scope="module")
async def service(delivery_settings: DeliverySettings, key_ring: KeyRing) -> AsyncIterator[Service]:
    async with app.connected(delivery_settings) as parts:
        processes = (app.documents, app.email, app.chorus_pro, app.gocardless)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield Service(delivery_settings, app.http(parts), key_ring)
        await parts.client.drop_database(parts.database)


async def ways_of(service: Service, invoice_id: object) -> dict[str, Answer]:
    """What became of the invoice, by channel."""
    answer = await service.get(f"/invoices/{invoice_id}/deliveries")
    items = answer.json()["items"] if answer.status_code == 200 else []
    return {one["channel"]: one for one in items}


@dataclass(frozen=True)
class Case:
    """Channels with the states that they come to."""

    method: DeliveryMethod
    fallback: DeliveryMethod
    recipients: tuple[Recipient, ...]
    failed: tuple[str, str]
    served: tuple[str, str]

    def __str__(self) -> str:
        return f"{self.method}, then {self.fallback}"


CASES = [
    Case(ATTACHMENT, CHORUS, REFUSED, ("email", "failed"), ("chorus-pro", "taken")),
    Case(NOTICE, CHORUS, NOBODY, ("email", "failed"), ("chorus-pro", "taken")),
    Case(ATTACHMENT, EXPORT, NOBODY, ("email", "failed"), ("gocardless", "left-out")),
    Case(CHORUS, NOTICE, SOMEBODY, ("chorus-pro", "left-out"), ("email", "sent")),
    Case(EXPORT, ATTACHMENT, SOMEBODY, ("gocardless", "left-out"), ("email", "sent")),
    Case(EXPORT, CHORUS, NOBODY, ("gocardless", "left-out"), ("chorus-pro", "taken")),
]


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_the_fallback_serves_whom_the_chosen_method_fails(
    service: Service, smtp_sink: SmtpSink, publish: Publish, case: Case
) -> None:
    smtp_sink.obey(Rule(recipient="gone@*", verdict=Verdict.REFUSE, reply="550 5.1.1 Gone"))
    buyer = NO_SIRET if case.method is CHORUS else PUBLIC_BODY
    fact = a_fact(*case.recipients, method=case.method, fallback=case.fallback, buyer=buyer)
    await publish(fact)

    async def both() -> bool:
        ways = await ways_of(service, fact.invoice.id)
        assert ways.keys() == {"document", case.failed[0], case.served[0]}
        return all(ways[channel]["state"] == state for channel, state in (case.failed, case.served))

    await eventually(both, timeout=PATIENCE)


async def test_a_mail_that_fails_is_not_sent_as_another_mail(
    service: Service, smtp_sink: SmtpSink, publish: Publish
) -> None:
    smtp_sink.obey(Rule(recipient="gone@*", verdict=Verdict.REFUSE, reply="550 5.1.1 Gone"))
    fact = a_fact(*REFUSED, method=ATTACHMENT, fallback=NOTICE)
    await publish(fact)

    async def failed() -> bool:
        mail = (await ways_of(service, fact.invoice.id)).get("email", {})
        return mail.get("state") == "failed"

    await eventually(failed, timeout=PATIENCE)
    assert smtp_sink.mails() == []


async def test_a_collection_goes_by_file_or_by_api_and_never_by_both(
    service: Service, provider: Provider, publish: Publish
) -> None:
    mandate, run_id = a_gocardless_mandate(), uuid4()
    provider.has_mandate(mandate.reference)
    by_api = an_api_collection(mandate)
    by_file = a_collection(
        way=CollectionWay.GOCARDLESS_FILE,
        reference=f"R-{uuid4().hex[:12]}-2-1",
        mandate_id=mandate.id,
        mandate_reference=mandate.reference,
    )
    fact = a_fact(method=EXPORT, run_id=run_id, collections=(by_api, by_file))
    run = a_completed_run(run_id, gocardless_export=1, gocardless_file=1)
    await publish(mandate_known(fact, mandate), fact, run)

    async def both() -> bytes | None:
        files = [one for one in await service.files(run_id) if one["state"] == "closed"]
        if not files or not provider.of_collection(by_api.id):
            return None
        return (await service.get(f"/files/{files[0]['id']}/content")).content

    content = await eventually(both, timeout=PATIENCE)
    assert content
    assert by_file.reference.encode() in content
    assert by_api.reference.encode() not in content
    assert len(provider.of_collection(by_api.id)) == 1
    assert provider.of_collection(by_file.id) == []


async def test_a_domain_with_a_limit_gets_one_mail_a_turn_and_keeps_no_other_waiting(
    service: Service, smtp_sink: SmtpSink, publish: Publish, moved_clock: MovedClock
) -> None:
    slow = [a_fact(a_recipient(f"{one}@slow.example")) for one in range(3)]
    quick = [a_fact(a_recipient(f"{one}@quick.example")) for one in range(3)]
    await publish(*slow, *quick)

    async def sent(count: int) -> bool:
        ways = [await ways_of(service, fact.invoice.id) for fact in (*slow, *quick)]
        mails = [one["email"] for one in ways if "email" in one]
        assert all(one["attempts"] <= 1 for one in mails)
        return [one["state"] for one in mails].count("sent") == count

    await eventually(lambda: sent(4), timeout=PATIENCE)
    for count in (5, 6):
        moved_clock.forward(timedelta(minutes=1))
        await eventually(lambda n=count: sent(n), timeout=PATIENCE)  # type: ignore[misc]
    assert len(smtp_sink.mails()) == 6
