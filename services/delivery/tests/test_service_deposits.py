"""Chorus Pro by API: each flow is there once, and its invoices are followed to the end."""

import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from kontor_chassis.testing import Publish, in_background
from kontor_chassis.tokens import KeyRing
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.organisation import (
    ChorusSyntax,
    Organisation,
    OrganisationConfigured,
)
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import ChorusFlowStuck, ChorusStateChanged
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.chorus import (
    DEPOSIT,
    OAUTH,
    REPORT,
    SEARCH,
    ChorusDesk,
    Flow,
    numbers_in,
)
from kontor_delivery.testing.clock import MovedClock
from kontor_delivery.testing.facts import PUBLIC_BODY, a_completed_run, a_fact
from kontor_delivery.testing.service import Answer, Service
from kontor_delivery.testing.stand_in import Answer as Said
from kontor_delivery.testing.stand_in import Fault, serving
from kontor_local.testing import eventually

PATIENCE = 60
VERSIONS = count(1)
pytestmark = pytest.mark.usefixtures("_organisation")
UBL = Organisation(version=1, name="Nordlicht Netze", chorus_application_code="ABC123")
CII = UBL.model_copy(update={"chorus_syntax": ChorusSyntax.CII})


@pytest.fixture(scope="module")
def desk() -> Iterator[ChorusDesk]:
    desk = ChorusDesk()
    with serving(desk.stand_in):
        yield desk


@pytest.fixture(scope="module")
async def parts(delivery_settings: DeliverySettings, desk: ChorusDesk) -> AsyncIterator[app.Parts]:
    """Only the processes that deposits need."""
    settings = DeliverySettings.model_validate(
        {**delivery_settings.model_dump(), **desk.settings()}
    )
    async with app.connected(settings) as parts:
        processes = (app.replicas, app.chorus_pro, app.relay)
        async with in_background(*(task for one in processes for task in one(parts))):
            yield parts
        await parts.client.drop_database(parts.database)


@pytest.fixture(scope="module")
async def service(parts: app.Parts, key_ring: KeyRing) -> Service:
    return Service(parts.settings, app.http(parts), key_ring)


@pytest.fixture
async def _organisation(parts: app.Parts, publish: Publish) -> None:
    await configured(parts, publish, UBL)


async def configured(parts: app.Parts, publish: Publish, organisation: Organisation) -> None:
    """It has reached the service: entries may else be written as it was before."""
    newest = organisation.model_copy(update={"version": next(VERSIONS)})
    await publish(OrganisationConfigured(organisation=newest))

    async def is_known() -> bool:
        return await parts.means.store.replicas.organisation() == newest

    await eventually(is_known, timeout=PATIENCE)


@pytest.fixture(autouse=True)
def _no_faults_left(desk: ChorusDesk) -> Iterator[None]:
    yield
    assert not desk.stand_in.faults


class Closed:
    """A run whose one flow is closed."""

    def __init__(self, service: Service, file: Answer, facts: list[InvoiceGenerated]) -> None:
        self.service, self.file, self.facts = service, file, facts

    async def deposit(self) -> Answer:
        answer = await self.service.get(f"/deposits/{self.file['id']}")
        return dict(answer.raise_for_status().json())

    async def has(self, **wanted: str) -> Answer:
        async def reached() -> Answer | None:
            deposit = await self.deposit()
            return deposit if wanted.items() <= deposit.items() else None

        deposit = await eventually(reached, timeout=PATIENCE)
        assert deposit
        return deposit

    async def is_told(self, fact: InvoiceGenerated, *states: str) -> ChorusStateChanged:
        async def told() -> list[ChorusStateChanged] | None:
            found = await self.service.told_of(ChorusStateChanged, fact.invoice.id)
            return found if [one.state for one in found] == list(states) else None

        found = await eventually(told, timeout=PATIENCE)
        assert found
        return found[-1]


async def closed(service: Service, publish: Publish, invoices: int = 1) -> Closed:
    run_id = uuid4()
    facts = [_fact(run_id) for _ in range(invoices)]
    await publish(*facts, a_completed_run(run_id, chorus_pro=invoices))

    async def is_closed() -> Answer | None:
        found = await service.files(run_id)
        return found[0] if found and found[0]["state"] == "closed" else None

    file = await eventually(is_closed, timeout=PATIENCE)
    assert file
    return Closed(service, file, facts)


def _fact(run_id: UUID) -> InvoiceGenerated:
    return a_fact(method=DeliveryMethod.CHORUS_PRO, buyer=PUBLIC_BODY, run_id=run_id)


async def flow_of(desk: ChorusDesk, made: Closed) -> Flow:
    """The one flow of this name that Chorus Pro has."""
    await made.has(state="deposited")
    (flow,) = desk.named(made.file["name"])
    return flow


async def test_a_flow_is_deposited_and_its_invoices_followed_until_they_are_paid(
    service: Service, desk: ChorusDesk, publish: Publish
) -> None:
    made = await closed(service, publish, invoices=2)
    flow = await flow_of(desk, made)
    assert flow.syntax == "IN_DP_E1_UBL_INVOICE"
    desk.integrates(flow)
    first, second = made.facts
    await made.is_told(first, "DEPOSEE")
    flow.invoices[first.invoice.number] = "MISE_EN_PAIEMENT"
    flow.invoices[second.invoice.number] = "SUSPENDUE"
    assert not (await made.is_told(first, "DEPOSEE", "MISE_EN_PAIEMENT")).needs_person
    assert (await made.is_told(second, "DEPOSEE", "SUSPENDUE")).needs_person
    flow.invoices[second.invoice.number] = "MISE_EN_PAIEMENT"
    deposit = await made.has(state="done", flow_number=flow.number)
    assert {one["state"] for one in deposit["invoices"]} == {"MISE_EN_PAIEMENT"}


def unpack(content: bytes, directory: Path) -> None:
    """By the system's own programs."""
    (directory / "flow.tar.gz").write_bytes(content)
    for command in (["gzip", "-t", "flow.tar.gz"], ["tar", "-xzf", "flow.tar.gz"]):
        subprocess.run(["/usr/bin/env", *command], check=True, cwd=directory)  # noqa: S603


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
    (stuck,) = await service.told_of_flow(ChorusFlowStuck, UUID(made.file["id"]))
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
