"""What operators see of an invoice: one trace from request to mail, and nothing about people."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

from aiokafka import AIOKafkaConsumer
from kontor_cli.client.answers import Run
from kontor_cli.client.waiting import until_completed
from kontor_cli.settings import Service
from kontor_contracts.envelope import read_envelope
from kontor_contracts.topics import BILLING_INVOICE, BILLING_RUN, DELIVERY_DELIVERY
from kontor_local.kafka import bootstrap
from kontor_local.processes import PROCESSES
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import eventually
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import PERIOD, Billed, Office

NAME, EMAIL, IBAN = "Spurlos Beispiel GmbH", "rechnung@spurlos.example", "DE02120300000000202051"
OTHER_NAME, OTHER_EMAIL = "Unerreichbar Beispiel", "voll@unerreichbar.example"
REPLY = f"550 5.1.1 {OTHER_NAME} <{OTHER_EMAIL}> is not here"
#: What comes of an invoice by mail, in the order of its way.
FACTS = {"billing-run-started", "invoice-generated", "document-issued", "invoice-delivered"}
STEPS = {
    ("billing-worker", "chunk-billed"),
    ("delivery-documents", "document-issued"),
    ("delivery-email", "mail-attempted"),
}


def asked_for_under(trace_id: str, whole: Everything) -> Run:
    answer = whole.session.send(
        "POST",
        Service.BILLING,
        "/runs",
        json={"period": PERIOD, "again": True},
        headers={"traceparent": f"00-{trace_id}-{'b' * 16}-01", "Idempotency-Key": trace_id},
    )
    return Run.model_validate_json(answer.content)


def log_text(whole: Everything) -> str:
    """Of all our processes."""
    directory = whole.installation.directory / "log"
    names = [one.name for process in PROCESSES for one in process.instances]
    return "\n".join((directory / f"{name}.log").read_text(encoding="utf-8") for name in names)


def steps_of(trace_id: str, whole: Everything) -> Iterator[tuple[str, str]]:
    """Who did what under the trace, as logs tell."""
    for line in log_text(whole).splitlines():
        if trace_id in line and line.endswith("}"):
            entry = json.loads(line)
            yield entry["service"], entry["event"]


async def types_of(trace_id: str, whole: Everything) -> set[str]:
    """What facts are on Kafka under the trace."""
    topics = [one.name for one in (BILLING_RUN, BILLING_INVOICE, DELIVERY_DELIVERY)]
    address = bootstrap(whole.installation.ports)
    found = set()
    async with AIOKafkaConsumer(
        *topics, bootstrap_servers=address, auto_offset_reset="earliest"
    ) as consumer:
        while batch := await consumer.getmany(timeout_ms=1000):
            ours = [one for many in batch.values() for one in many if trace_id in f"{one.headers}"]
            found |= {read_envelope(one.headers).type for one in ours}
    return found


async def test_an_invoice_is_followed_by_one_trace_from_the_request_of_its_run_to_its_mail(
    whole: Everything, office: Office
) -> None:
    customer = office.enter_billable(NAME, EMAIL)
    account = {"iban": IBAN, "holder": "Ada Beispiel"}
    mandate = {"reference": "SPUR-1", "signed_on": "2026-01-15"}
    office.set_payment(customer, "sepa-debit", accounts=[account], mandates=[mandate])
    office.open_folder(customer, "01", "29.90")
    trace_id = uuid4().hex

    unreachable = office.enter_billable(OTHER_NAME, OTHER_EMAIL)
    office.open_folder(unreachable, "01", "19.90")
    whole.sink.obey(Rule(recipient=OTHER_EMAIL, verdict=Verdict.REFUSE, reply=REPLY))
    try:
        run = asked_for_under(trace_id, whole)
        *_, run = until_completed(whole.kontor.billing, run)
        billed = Billed(whole, run)
        billed.mail_about(billed.invoice_of(customer))
        refused = billed.invoice_of(unreachable).id
        await eventually(lambda: REPLY in reason_of(refused, whole), timeout=60)
    finally:
        whole.sink.obey()

    await eventually(lambda: set(steps_of(trace_id, whole)) >= STEPS, timeout=60)

    async def all_facts() -> bool:
        return await types_of(trace_id, whole) >= FACTS

    await eventually(all_facts, timeout=60)
    assert_nothing_about_people(whole)


def reason_of(invoice_id: UUID, whole: Everything) -> str:
    """Why the invoice's mail failed; people may see it, logs may not."""
    rows = whole.kontor.invoices.deliveries(invoice_id)
    return next((one.reason for one in rows if one.state == "failed"), "")


def assert_nothing_about_people(whole: Everything) -> None:
    text = log_text(whole)
    assert text
    words = (NAME, EMAIL, IBAN, OTHER_NAME, OTHER_EMAIL, "Ada Beispiel", "@")
    assert [one for one in words if one in text] == []
