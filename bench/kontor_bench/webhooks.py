"""Webhooks: one process of delivery, and a partner who answers at once."""

from collections.abc import AsyncIterator

from kontor_contracts.billing.invoice import InvoiceGenerated
from kontor_delivery import app
from kontor_delivery.settings import DeliverySettings
from kontor_delivery.testing.partner import Partner, listening
from kontor_delivery.usecases.webhooks.managing import Wishes, open_endpoint

from kontor_bench import made_up
from kontor_bench.broker import publish
from kontor_bench.figures import Figure
from kontor_bench.pace import rate
from kontor_bench.place import Place
from kontor_bench.progress import Bar
from kontor_bench.usage import Usage

PARTIES, FACTS_EACH = 500, 6
WEBHOOKS = "kontor_delivery webhooks"


async def measure(place: Place, bar: Bar) -> AsyncIterator[Figure]:
    bar.step("webhooks, one process")
    partner = Partner()
    parties = made_up.parties(PARTIES)
    facts = [one for _ in range(FACTS_EACH) for one in made_up.invoices(parties)]
    settings = place.settings_for(DeliverySettings).model_copy(
        update={"webhook_allow_private": True}
    )
    async with app.connected(settings) as parts, listening(partner):
        wishes = Wishes("Quick partner", partner.url, [InvoiceGenerated.type])
        await open_endpoint(parts.means, wishes, None)
        await publish(place.settings, facts)

        async def taken() -> int:
            return len(partner.taken)

        allowed = {"KONTOR_WEBHOOK_ALLOW_PRIVATE": "true"}
        async with place.processes(WEBHOOKS, settings=allowed) as (worker,):
            pids = {"worker": worker.pid, "MongoDB": place.part("mongod")}
            before = {name: Usage.of(pid).seconds for name, pid in pids.items()}
            yield Figure(
                "webhooks, one process",
                await rate(taken, len(facts), bar),
                "deliveries/s",
                f"signed, in order for each of {PARTIES} parties, to one quick endpoint",
            )
            for name, pid in pids.items():
                used = (Usage.of(pid).seconds - before[name]) / len(facts) * 1000
                yield Figure(f"webhooks, {name}", used, "ms of a core", "recorded and delivered")
