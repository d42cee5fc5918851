"""Renewals of licences are told once, whoever looks and however often."""

import asyncio
from datetime import timedelta

from kontor_billing.app import Parts
from kontor_billing.testing.records import a_folder, a_line
from kontor_billing.testing.seeding import Records, store
from kontor_billing.usecases.licences import tell_renewals
from kontor_chassis.clock import now
from kontor_contracts.billing.licence import LicenceRenewalDue


async def test_a_renewal_within_its_days_of_notice_is_told_once(parts: Parts) -> None:
    begun = now().date() - timedelta(days=30)  # a year may have 366 days
    licence = a_line(interval_months=12, renewal_notice_days=365, start=begun)
    plain = a_line(interval_months=12)
    folders = [a_folder(licence, plain), a_folder(plain)]
    await store(parts.billing, Records(folders=folders))
    await asyncio.gather(*(tell_renewals(parts.billing) for _ in range(3)))
    await tell_renewals(parts.billing)
    (row,) = [row async for row in parts.database["outbox"].find()]
    fact = LicenceRenewalDue.model_validate_json(row["body"])
    assert (fact.folder_id, fact.line_id) == (folders[0].id, licence.id)
