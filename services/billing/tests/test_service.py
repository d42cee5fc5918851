"""The whole service through both doors: facts of customers in, folders, a run, debit files out."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.subscribers import GROUP
from kontor_billing.testing.records import (
    a_mandate,
    a_party,
    an_organisation,
    debit_details,
)
from kontor_billing.usecases.runs import begin_waiting_run
from kontor_chassis.testing import Publish, has_read_all, published
from kontor_contracts import topics
from kontor_contracts.billing.folder import FolderActivated, FolderOpened
from kontor_contracts.billing.incoming import PaymentReceived
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.billing.usage import UsageRecorded
from kontor_contracts.customers.organisation import OrganisationConfigured
from kontor_contracts.customers.party import CustomerRegistered, Party
from kontor_contracts.customers.payment import (
    MandateScheme,
    PaymentDetails,
    PaymentDetailsChanged,
    SepaMandate,
)
from kontor_local.testing import eventually

from .doors import (
    FOLDERS,
    LINES,
    PATIENCE,
    USAGE_LINES,
    a_folder_row,
    a_line_row,
    completed_run,
    finished,
)

#: Facts of the organisation come in the order of their versions.
COMPLETE, INCOMPLETE, MENDED = 1, 2, 3


@pytest.fixture(autouse=True)
async def _organisation(publish: Publish) -> None:
    await publish(OrganisationConfigured(organisation=an_organisation(version=COMPLETE)))


async def test_customers_folders_and_lines_become_invoices_on_the_topic(
    running: Parts, web: AsyncClient, publish: Publish
) -> None:
    parties = [a_party() for _ in range(8)]
    await publish(*(CustomerRegistered(party=party) for party in parties))
    assert await finished(web, "folders", FOLDERS + "".join(map(a_folder_row, parties))) == {
        "created": 8
    }
    lines = LINES + "".join(map(a_line_row, parties))
    assert await finished(web, "lines", lines) == {"created": 8}
    assert await finished(web, "lines", lines) == {"unchanged": 8}
    run_id = await completed_run(web)
    run = (await web.get(f"/runs/{run_id}")).json()
    assert run["totals"] == {
        "invoices": 8,
        "left_out": 0,
        "per_method": {"email-attachment": 8},
        "gocardless_file": 0,
        "net": "239.20",
        "gross": "284.64",
    }
    path = f"/runs/{run_id}/invoices"
    first = (await web.get(path, params={"limit": 5})).json()
    rest = (await web.get(path, params={"cursor": first["next_cursor"]})).json()
    listed = [one["number"] for one in (*first["items"], *rest["items"])]
    assert listed == sorted(set(listed))
    assert len(listed) == 8

    async def on_topic() -> set[str]:
        events = await published(running.settings, topics.BILLING_INVOICE)
        ours = [one for one in events if isinstance(one, InvoiceGenerated)]
        return {one.invoice.number for one in ours if str(one.invoice.run_id) == run_id}

    async def all_on_topic() -> bool:
        return await on_topic() == set(listed)

    async def nothing_waits() -> bool:
        return (await web.get("/outbox")).json() == {"unpublished": 0}

    await eventually(all_on_topic, timeout=PATIENCE)
    await eventually(nothing_waits, timeout=PATIENCE)


async def test_a_run_waits_for_what_customers_had_published_when_it_was_asked_for(
    parts: Parts, quiet_web: AsyncClient, publish: Publish
) -> None:
    await publish(CustomerRegistered(party=a_party()))
    run_id = (await quiet_web.post("/runs", json={"period": "2026-10"})).json()["id"]
    run = await parts.billing.runs.get(UUID(run_id))
    assert run
    waited_for = dict(run.wait_for)
    assert sum(waited_for.values()) > 0
    nothing_replicated = replace(
        parts.billing, upstream=replace(parts.billing.upstream, passed=_never)
    )
    assert not await begin_waiting_run(nothing_replicated)
    assert (await quiet_web.get(f"/runs/{run_id}")).json()["state"] == "waiting"


async def _never(_offsets: dict[str, int]) -> bool:
    return False


def debtor(scheme: MandateScheme, **changes: object) -> tuple[Party, PaymentDetails, SepaMandate]:
    party = a_party()
    confirmed = date(2026, 2, 1) if scheme is MandateScheme.B2B else None
    mandate = a_mandate(scheme=scheme, b2b_confirmed_on=confirmed, **changes)
    return party, debit_details(party.id, [mandate]), mandate


async def test_debits_go_into_one_file_per_scheme_and_asked_again_are_the_same_bytes(
    web: AsyncClient, publish: Publish
) -> None:
    debtors = [
        debtor(MandateScheme.CORE),
        debtor(MandateScheme.CORE),
        debtor(MandateScheme.B2B),
        debtor(MandateScheme.CORE, state="cancelled"),
    ]
    parties = [party for party, _, _ in debtors]
    await publish(*(PaymentDetailsChanged(payment=details) for _, details, _ in debtors))
    await publish(*(CustomerRegistered(party=party) for party in parties))
    await finished(web, "folders", FOLDERS + "".join(map(a_folder_row, parties)))
    await finished(web, "lines", LINES + "".join(map(a_line_row, parties)))
    run_id = await completed_run(web)
    asked = await asyncio.gather(
        *(web.post("/debit-files", json={"run_id": run_id}) for _ in range(4))
    )
    assert {answer.status_code for answer in asked} == {202}

    async def created() -> list[dict[str, object]] | None:
        answer = await web.get("/debit-files", params={"run_id": run_id})
        files: list[dict[str, object]] = answer.json()["items"]
        return files if all(one["state"] == "created" for one in files) else None

    files = await eventually(created, timeout=PATIENCE)
    assert files
    assert [(one["scheme"], one["count"], one["total"]) for one in files] == [
        ("B2B", 1, "35.58"),
        ("CORE", 2, "71.16"),
    ]
    core = files[1]
    assert [(one["code"], one["field"]) for one in core["excluded"]] == [  # type: ignore[attr-defined]
        ("mandate-not-active", "payment.mandates.state")
    ]
    for file in files:
        contents = [await web.get(f"/debit-files/{file['id']}/content") for _ in range(2)]
        assert {sha256(one.content).hexdigest() for one in contents} == {file["sha256"]}
    again = await web.post("/debit-files", json={"run_id": run_id})
    assert again.json()["items"] == files


async def test_an_incomplete_organisation_hears_all_it_lacks_before_it_collects(
    web: AsyncClient, publish: Publish
) -> None:
    incomplete = an_organisation(bic="", creditor_id="", version=INCOMPLETE)
    await publish(OrganisationConfigured(organisation=incomplete))
    run_id = await completed_run(web)
    answer = await web.post("/debit-files", json={"run_id": run_id})
    await publish(OrganisationConfigured(organisation=an_organisation(version=MENDED)))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == [
        "organisation.bic",
        "organisation.creditor_id",
    ]


async def test_a_folder_of_a_party_on_its_way_is_tried_again_and_then_opened_and_activated(
    running: Parts, web: AsyncClient, publish: Publish
) -> None:
    party = a_party()
    await publish(CustomerRegistered(party=party))
    await web.put("/batches/A", json={})
    used = {"kind": "usage", "tariff": {"kind": "calls", "unit": "seconds", "per": 60}}
    line = {"description": "DSL", "unit_price": "9.99", "start": "2026-10-01"}
    request = {
        "number": "01",
        "title": "Zentrale",
        "batch": "A",
        "lines": [{"kind": "recurring", **line}, used | line],
    }
    key = {"Idempotency-Key": str(uuid4())}

    async def opened() -> dict[str, object] | None:
        answer = await web.post(f"/parties/{party.id}/folders", json=request, headers=key)
        if answer.status_code == 409:
            assert answer.headers["Retry-After"]
            return None
        assert answer.status_code == 201, answer.text
        found: dict[str, object] = answer.json()
        return found

    folder = await eventually(opened, timeout=PATIENCE)
    assert folder
    assert (folder["state"], folder["batch"]) == ("draft", "A")
    assert await opened() == folder
    taken = await web.post(f"/parties/{party.id}/folders", json=request)
    assert (taken.status_code, taken.json()["code"]) == (409, "folder-number-taken")
    path = f"/folders/{folder['id']}/activate"
    answers = await asyncio.gather(*(web.post(path) for _ in range(5)))
    assert {answer.json()["state"] for answer in answers} == {"active"}
    assert (await web.get(f"/folders/{folder['id']}")).headers["ETag"] == '"2"'

    async def facts() -> list[str] | None:
        events = await published(running.settings, topics.BILLING_FOLDER)
        ours = [one.type for one in events if one.subject == str(folder["id"])]
        return ours if len(ours) >= 2 else None

    assert await eventually(facts, timeout=PATIENCE) == [FolderOpened.type, FolderActivated.type]


async def all_is_read(running: Parts) -> None:
    """Wait until billing has handled every message, also the one told twice."""
    await eventually(lambda: has_read_all(running.settings, GROUP), timeout=PATIENCE)


async def test_a_payment_on_the_topic_counts_once_and_is_listed_where_nobody_can_place_it(
    running: Parts, web: AsyncClient, publish: Publish
) -> None:
    received = PaymentReceived.model_validate(
        {"payment_id": uuid4().hex, "amount": "12.00", "received_on": "2026-11-20", "payer": "Ada"}
    )
    await publish(received, received)
    await all_is_read(running)
    (payment,) = (await web.get("/payments", params={"state": "unmatched"})).json()["items"]
    assert payment["reason"] == "no-such-invoice"


def a_use(usage_id: str, folder_id: object, quantity: int = 600) -> UsageRecorded:
    return UsageRecorded.model_validate(
        {
            "usage_id": usage_id,
            "folder_id": folder_id,
            "kind": "calls",
            "quantity": quantity,
            "unit": "seconds",
            "occurred_at": "2026-10-17T09:00:00Z",
            "destination": "+4930123",
        }
    )


async def test_usage_from_the_topic_is_billed_once_and_what_fits_nowhere_is_listed(
    running: Parts, web: AsyncClient, publish: Publish, publish_raw: Publish
) -> None:
    party, mark = a_party(), uuid4().hex
    await publish(CustomerRegistered(party=party))
    await finished(web, "folders", FOLDERS + a_folder_row(party))
    row = f"{party.number};01;t;usage;Gespräche;0.1;2026-10-01;calls;seconds;60;60;;+49\n"
    assert await finished(web, "lines", USAGE_LINES + row) == {"created": 1}
    (folder,) = (await web.get(f"/parties/{party.id}/folders")).json()["items"]
    assert folder["lines"][0]["tariff"]["destination"] == "+49"
    once, late, lost = f"{mark}-1", f"{mark}-2", f"{mark}-3"
    known, nobody = folder["id"], str(uuid4())
    await publish(a_use(once, known), a_use(once, known), a_use(lost, nobody))
    wrong = a_use(late, known).model_dump(mode="json") | {"quantity": 0, "unit": "sheep"}
    head = [(name, str(value).encode()) for name, value in usage_headers(mark).items()]
    await publish_raw(topics.INBOUND_USAGE, mark.encode(), head, json.dumps(wrong).encode())
    await publish(a_use(once, known, quantity=9))
    await all_is_read(running)
    unknown = (await web.get("/unknown-usage", params={"limit": 1000})).json()["items"]
    assert lost in {one["id"] for one in unknown}
    asked = {"before": "2026-11-01T00:00:00Z", "limit": 1000}
    unbilled = (await web.get("/unbilled-usage", params=asked)).json()["items"]
    assert known in {one["folder_id"] for one in unbilled}
    run_id = await completed_run(web)
    invoices = (await web.get(f"/runs/{run_id}/invoices")).json()["items"]
    assert [one["net"] for one in invoices if one["account_number"] == party.number] == ["0.90"]
    assert (await web.post("/unknown-usage/discard", json={"usage_id": lost})).status_code == 204
    (parked,) = [one for one in (await web.get("/parked")).json()["items"] if one["key"] == mark]
    assert "quantity" in parked["reason"]


def usage_headers(event_id: str) -> dict[str, str]:
    return {
        "ce_id": event_id,
        "ce_type": UsageRecorded.type,
        "ce_source": "elsewhere",
        "ce_time": "2026-10-17T09:00:00Z",
    }
