"""What a billing run finds: the organisation, parties, and a folder of ten lines for each."""

from kontor_billing.app import connected
from kontor_billing.settings import BillingSettings
from kontor_billing.testing.seeding import Records, store

from kontor_bench import made_up
from kontor_bench.place import Place
from kontor_bench.progress import Bar

CHUNK = 500


async def seed(place: Place, customers: int, bar: Bar) -> None:
    """Straight into billing's store: importing so many would take longer than all runs."""
    parties = made_up.parties(customers)
    async with connected(place.settings_for(BillingSettings)) as parts:
        for start in range(0, customers, CHUNK):
            some = parties[start : start + CHUNK]
            folders = [made_up.folder_of_ten_lines(party.id) for party in some]
            records = Records(some, folders=folders, organisation=made_up.ORGANISATION)
            await store(parts.billing, records)
            bar.at(start, customers)
