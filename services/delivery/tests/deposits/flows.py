"""Flows that are closed, and what becomes of them."""

from itertools import count
from uuid import UUID, uuid4

from kontor_chassis.testing import Publish
from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_contracts.customers.organisation import (
    ChorusSyntax,
    Organisation,
    OrganisationConfigured,
)
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.delivery.delivery import ChorusStateChanged
from kontor_delivery import app
from kontor_delivery.testing.chorus import (
    ChorusDesk,
    Flow,
)
from kontor_delivery.testing.facts import PUBLIC_BODY, a_completed_run, a_fact
from kontor_delivery.testing.service import Answer, Service
from kontor_local.testing import eventually

PATIENCE = 60
UBL = Organisation(version=1, name="Nordlicht Netze", chorus_application_code="ABC123")
CII = UBL.model_copy(update={"chorus_syntax": ChorusSyntax.CII})
VERSIONS = count(1)


async def configured(parts: app.Parts, publish: Publish, organisation: Organisation) -> None:
    """It has reached the service: entries may else be written as it was before."""
    newest = organisation.model_copy(update={"version": next(VERSIONS)})
    await publish(OrganisationConfigured(organisation=newest))

    async def is_known() -> bool:
        return await parts.means.store.replicas.organisation() == newest

    await eventually(is_known, timeout=PATIENCE)


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


async def closed(
    service: Service, publish: Publish, invoices: int = 1, trace: str | None = None
) -> Closed:
    run_id = uuid4()
    facts = [_fact(run_id) for _ in range(invoices)]
    await publish(*facts, a_completed_run(run_id, chorus_pro=invoices), trace=trace)

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
