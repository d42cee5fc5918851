"""Collections by GoCardless, and where they stand."""

from uuid import uuid4

from kontor_chassis.testing import Publish
from kontor_contracts.billing.invoice import Collection, CollectionWay, InvoiceGenerated
from kontor_contracts.customers.payment import GoCardlessMandate
from kontor_contracts.delivery.gocardless import (
    GocardlessPaymentChanged,
    GocardlessStanding,
)
from kontor_delivery.testing.facts import (
    a_collection,
    a_completed_run,
    a_fact,
    a_gocardless_mandate,
    a_recipient,
    an_api_collection,
    mandate_known,
)
from kontor_delivery.testing.gocardless import (
    Provider,
)
from kontor_delivery.testing.service import Answer, Service
from kontor_local.testing import eventually

PATIENCE = 60
IN_FLIGHT, PAID, FAILED = (
    GocardlessStanding.IN_FLIGHT,
    GocardlessStanding.PAID,
    GocardlessStanding.FAILED,
)


def to_collect(mandate: GoCardlessMandate | None) -> tuple[InvoiceGenerated, Collection]:
    """An invoice by mail, collected by API."""
    collection = an_api_collection(mandate)
    return a_fact(a_recipient(), collections=(collection,)), collection


async def line_of(service: Service, collection: Collection) -> Answer:
    answer = await service.get(f"/gocardless/collections/{collection.id}")
    return dict(answer.json())


async def has_state(service: Service, collection: Collection, state: str) -> Answer:
    async def reached() -> Answer | None:
        line = await line_of(service, collection)
        return line if line.get("state") == state else None

    line = await eventually(reached, timeout=PATIENCE)
    assert line
    return line


async def created(
    service: Service, provider: Provider, publish: Publish, trace: str | None = None
) -> Collection:
    """A collection that GoCardless has."""
    mandate = a_gocardless_mandate()
    provider.has_mandate(mandate.reference)
    fact, collection = to_collect(mandate)
    await publish(mandate_known(fact, mandate), fact, trace=trace)
    await has_state(service, collection, "created")
    return collection


async def standings(service: Service, collection: Collection) -> list[GocardlessStanding]:
    told = await service.told_by_gocardless(GocardlessPaymentChanged, collection.id)
    assert [one.sequence for one in told] == list(range(1, len(told) + 1))
    return [one.standing for one in told]


async def are_told(
    service: Service, collection: Collection, *wanted: GocardlessStanding
) -> GocardlessPaymentChanged:
    async def told() -> bool:
        return await standings(service, collection) == list(wanted)

    await eventually(told, timeout=PATIENCE)
    return (await service.told_by_gocardless(GocardlessPaymentChanged, collection.id))[-1]


async def exported(service: Service, publish: Publish, mandate: GoCardlessMandate) -> Collection:
    """A collection in a closed file."""
    run_id = uuid4()
    collection = a_collection(
        way=CollectionWay.GOCARDLESS_FILE,
        reference=f"R-{uuid4().hex[:12]}-1-1",
        mandate_id=mandate.id,
        mandate_reference=mandate.reference,
    )
    fact = a_fact(a_recipient(), collections=(collection,), run_id=run_id)
    run = a_completed_run(run_id, email_attachment=1, gocardless_file=1)
    await publish(mandate_known(fact, mandate), fact, run)
    await has_state(service, collection, "exported")
    return collection
