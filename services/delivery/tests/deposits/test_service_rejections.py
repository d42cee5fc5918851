"""What Chorus Pro refuses, leaves behind or calls by an unknown name."""

from datetime import timedelta
from uuid import UUID

import pytest
from kontor_chassis.testing import Publish
from kontor_contracts.delivery.delivery import ChorusFlowStuck
from kontor_delivery.testing.chorus import (
    DEPOSIT,
    REPORT,
    ChorusDesk,
    Flow,
    numbers_in,
)
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.service import Service
from kontor_delivery.testing.stand_in import Answer as Said
from kontor_delivery.testing.stand_in import Fault
from kontor_local.testing import eventually

from .flows import PATIENCE, closed, flow_of

pytestmark = pytest.mark.usefixtures("_organisation")


async def test_an_unknown_state_stays_unknown_and_calls_for_a_person_once(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    made = await closed(service, publish)
    flow = await flow_of(desk, made)
    flow.state = "IN_ETAT_NOUVEAU"
    await made.has(state="unknown", provider_state="IN_ETAT_NOUVEAU")
    asked = desk.stand_in.count("POST", REPORT)

    async def asked_again() -> bool:
        return desk.stand_in.count("POST", REPORT) > asked + 1

    await eventually(asked_again, timeout=PATIENCE)
    desk.integrates(flow, "ETAT_INCONNU")
    told = await made.is_told(made.facts[0], "ETAT_INCONNU")
    assert (told.known, told.needs_person) == (False, True)
    about = UUID(made.file["id"])
    (stuck,) = await eventually(lambda: service.told_of_flow(ChorusFlowStuck, about))
    assert (stuck.state, stuck.known) == ("IN_ETAT_NOUVEAU", False)


async def test_invoices_that_a_flow_leaves_behind_are_told_with_their_reason(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    made = await closed(service, publish, invoices=2)
    flow = await flow_of(desk, made)
    first, second = made.facts
    desk.integrates(flow)
    del flow.invoices[second.invoice.number]
    fault = {"numeroDP": second.invoice.number, "libelleErreurDP": "SIRET inconnu"}
    flow.state, flow.faults = "IN_INTEGRE_PARTIEL", [fault]
    told = await made.is_told(second, "IN_REJETE")
    assert (told.reason, told.needs_person) == ("SIRET inconnu", True)
    await made.is_told(first, "DEPOSEE")


async def test_what_chorus_pro_refuses_is_deposited_again_by_hand(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    no = Said.of(200, {"codeRetour": 20002, "libelle": "Raccordement inactif"})
    desk.stand_in.faults.append(Fault(DEPOSIT, no))
    made = await closed(service, publish)
    assert "Raccordement" in (await made.has(state="refused"))["reason"]
    path = f"/deposits/{made.file['id']}/again"
    assert (await service.send("POST", path, role="accounting")).status_code == 202
    await flow_of(desk, made)
    again = await service.send("POST", path, role="accounting")
    assert (again.status_code, again.json()["code"]) == (409, "deposit-not-refused")


async def test_a_rejected_flow_is_packed_again_under_a_new_number(
    service: Service, desk: ChorusDesk, publish: Publish, moved_clock: MovedClock
) -> None:
    made = await closed(service, publish, invoices=2)
    flow = await flow_of(desk, made)
    path = f"/deposits/{made.file['id']}/pack-again"
    early = await service.send("POST", path, role="accounting")
    assert (early.status_code, early.json()["code"]) == (409, "nothing-rejected")
    flow.state = "IN_REJETE"
    await made.has(state="rejected")
    moved_clock.forward(timedelta(days=1))
    again = await service.send("POST", path, role="accounting")
    assert (again.status_code, again.json()["state"]) == (202, "repacked")
    assert (await service.send("POST", path, role="accounting")).status_code == 409
    numbers = {fact.invoice.number for fact in made.facts}

    async def is_there() -> Flow | None:
        held = [one for one in desk.flows if set(numbers_in(one.content)) == numbers]
        return held[1] if len(held) == 2 else None

    second = await eventually(is_there, timeout=PATIENCE)
    assert second
    assert second.file_name > flow.file_name


async def test_an_invoice_that_a_flow_left_behind_goes_into_another(
    service: Service, desk: ChorusDesk, publish: Publish, moved_clock: MovedClock
) -> None:
    made = await closed(service, publish, invoices=2)
    flow = await flow_of(desk, made)
    first, second = (fact.invoice.number for fact in made.facts)
    desk.integrates(flow)
    del flow.invoices[second]
    fault = {"numeroDP": second, "libelleErreurDP": "SIRET inconnu"}
    flow.state, flow.faults = "IN_INTEGRE_PARTIEL", [fault]
    await made.is_told(made.facts[1], "IN_REJETE")
    moved_clock.forward(timedelta(days=2))
    path = f"/deposits/{made.file['id']}/pack-again"
    again = await service.send("POST", path, role="accounting")
    assert [one["number"] for one in again.json()["invoices"]] == [first]

    async def is_there() -> bool:
        return any(numbers_in(one.content) == [second] for one in desk.flows)

    await eventually(is_there, timeout=PATIENCE)
