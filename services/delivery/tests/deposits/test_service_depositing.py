"""Chorus Pro by API: each flow is there once, and its invoices are followed to the end."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from kontor_chassis.testing import Publish
from kontor_delivery import app
from kontor_delivery.testing.chorus import (
    DEPOSIT,
    OAUTH,
    REPORT,
    SEARCH,
    ChorusDesk,
)
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import Answer as Said
from kontor_delivery.testing.stand_in import Fault
from kontor_delivery.testing.traces import TRACE, traced
from kontor_local.testing import eventually

from .flows import CII, PATIENCE, closed, configured, flow_of

pytestmark = pytest.mark.usefixtures("_organisation")


def unpack(content: bytes, directory: Path) -> None:
    """By the system's own programs."""
    (directory / "flow.tar.gz").write_bytes(content)
    for command in (["gzip", "-t", "flow.tar.gz"], ["tar", "-xzf", "flow.tar.gz"]):
        subprocess.run(["/usr/bin/env", *command], check=True, cwd=directory)  # noqa: S603


async def test_a_flow_is_deposited_and_its_invoices_followed_until_they_are_paid(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    made = await closed(service, publish, invoices=2, trace=TRACE)
    flow = await flow_of(desk, made)
    assert flow.syntax == "IN_DP_E1_UBL_INVOICE"
    desk.integrates(flow)
    first, second = made.facts
    await made.is_told(first, "DEPOSEE")
    assert await traced(service, '"state":"DEPOSEE"') == TRACE
    flow.invoices[first.invoice.number] = "MISE_EN_PAIEMENT"
    flow.invoices[second.invoice.number] = "SUSPENDUE"
    assert not (await made.is_told(first, "DEPOSEE", "MISE_EN_PAIEMENT")).needs_person
    assert (await made.is_told(second, "DEPOSEE", "SUSPENDUE")).needs_person
    flow.invoices[second.invoice.number] = "MISE_EN_PAIEMENT"
    deposit = await made.has(state="done", flow_number=flow.number)
    assert {one["state"] for one in deposit["invoices"]} == {"MISE_EN_PAIEMENT"}


async def test_an_organisation_that_chose_cii_deposits_flows_of_cii(
    parts: app.Parts, service: Service, desk: ChorusDesk, publish: Publish, tmp_path: Path
) -> None:
    await configured(parts, publish, CII)
    made = await closed(service, publish)
    assert made.file["name"].startswith("FSO1106A_ABC123_ABC1231106")
    flow = await flow_of(desk, made)
    assert flow.syntax == "IN_DP_E1_CII_16B"
    unpack(flow.content, tmp_path)
    xml = (tmp_path / f"{made.file['name']}_1.xml").read_text()
    assert "CrossIndustryInvoice" in xml
    assert f">{made.facts[0].invoice.number}<" in xml


async def test_a_flow_that_was_taken_though_no_answer_came_is_found_and_not_sent_twice(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    desk.stand_in.faults.append(Fault(DEPOSIT, done=True))
    made = await closed(service, publish)
    await eventually(lambda: desk.named(made.file["name"]), timeout=PATIENCE)
    await made.has(state="depositing")
    (flow,) = desk.named(made.file["name"])
    desk.integrates(flow)
    await made.has(state="integrated", flow_number=flow.number)
    assert desk.named(made.file["name"]) == [flow]


async def test_a_flow_that_never_turned_up_is_deposited_again_after_hours_of_looking(
    service: Service, desk: ChorusDesk, publish: Publish, moved_clock: MovedClock
) -> None:
    desk.stand_in.faults += [Fault(DEPOSIT), Fault(SEARCH, Said(200, b"{not JSON"))]
    made = await closed(service, publish)
    await made.has(state="depositing")
    assert desk.named(made.file["name"]) == []

    async def was_looked_for() -> bool:
        return not desk.stand_in.faults and desk.named(made.file["name"]) == []

    await eventually(was_looked_for, timeout=PATIENCE)
    moved_clock.forward(timedelta(hours=5))
    flow = await flow_of(desk, made)
    assert flow.file_name == f"{made.file['name']}.tar.gz"


async def test_limits_hanging_answers_and_old_tokens_lose_nothing(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    desk.forgets_tokens()
    desk.stand_in.faults += [
        Fault(OAUTH, Said(500, b"oops")),
        Fault(DEPOSIT, Said.of(429, {"error": "quota"}, **{"Retry-After": "1"})),
    ]
    made = await closed(service, publish)
    flow = await flow_of(desk, made)
    desk.stand_in.faults += [
        Fault(REPORT, Said(500, b"oops")),
        Fault(REPORT, Said(200, b'{"codeRetour"')),
        Fault(REPORT, hangs=True),
    ]

    async def all_met() -> bool:
        return not desk.stand_in.faults

    await eventually(all_met, timeout=PATIENCE)
    desk.forgets_tokens()
    desk.integrates(flow)
    await made.has(state="integrated")
    assert len(desk.named(made.file["name"])) == 1
