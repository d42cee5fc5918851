"""Mandates at GoCardless follow what GoCardless says of them."""

from datetime import UTC, datetime
from uuid import UUID

import httpx
from kontor_chassis.testing import Publish, in_background
from kontor_contracts.customers.payment import GoCardlessMandateState, PaymentDetailsChanged
from kontor_contracts.delivery.gocardless import GocardlessMandateChanged
from kontor_contracts.topics import CUSTOMERS_PAYMENT
from kontor_customers.app import Parts, worker_tasks
from kontor_customers.testing.records import own_organisation
from kontor_customers.testing.service import FactsAbout, created
from kontor_local.testing import eventually


async def test_a_mandate_that_ended_at_gocardless_has_ended_here_and_others_hear_of_it(
    admin: httpx.AsyncClient, parts: Parts, publish: Publish, facts_about: FactsAbout
) -> None:
    await admin.put("/organisation", json=own_organisation())
    party = await created(admin)
    path = f"/parties/{party['id']}/payment"
    body = {"method": "gocardless", "gocardless_mandates": [{"reference": "MD000ENDING"}]}
    (mandate,) = (await admin.put(path, json=body)).json()["gocardless_mandates"]
    ended = GocardlessMandateChanged(
        mandate_id=UUID(mandate["id"]),
        sequence=1,
        party_id=UUID(party["id"]),
        reference="MD000ENDING",
        state=GoCardlessMandateState.CANCELLED,
        at=datetime(2026, 11, 17, tzinfo=UTC),
    )
    replaced = ended.model_copy(update={"sequence": 2, "replaced_by": "MD000NEW"})

    async def mandates_are(reference: str, state: str) -> bool:
        (found,) = (await admin.get(path)).json()["gocardless_mandates"]
        return (found["id"], found["reference"], found["state"]) == (
            mandate["id"],
            reference,
            state,
        )

    async with in_background(*await worker_tasks(parts, "subscribers")):
        await publish(ended, ended)
        await eventually(lambda: mandates_are("MD000ENDING", "cancelled"))
        await publish(replaced)
        await eventually(lambda: mandates_are("MD000NEW", "pending_submission"))
    told = await facts_about(CUSTOMERS_PAYMENT, party["id"])
    states = [
        one.payment.gocardless_mandates[0].state
        for one in told
        if isinstance(one, PaymentDetailsChanged)
    ]
    assert states == ["active", "cancelled", "pending_submission"]
