"""What delivery knows of other services' aggregates."""

from collections.abc import Sequence
from uuid import UUID

from kontor_chassis.mongo import Database, from_document
from kontor_chassis.replica import replace_newer
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import LOGO_KEY, ORGANISATION_KEY, Organisation
from kontor_contracts.customers.payment import PaymentDetails

from kontor_delivery.model.gocardless.mandate import MandateOwner
from kontor_delivery.model.logo import Logo
from kontor_delivery.model.mail.again import PartyRecipients
from kontor_delivery.model.mail.recipients import InactiveContacts


class Replicas:
    """Newest versions only; each replaced whole."""

    def __init__(self, database: Database) -> None:
        self._organisation = database["organisation"]
        self._logo = database["logo"]
        self._inactive = database["inactive_contacts"]
        self._recipients = database["party_recipients"]
        self._payments = database["payments"]

    async def ensure_indexes(self) -> None:
        for replica in (self._organisation, self._inactive, self._recipients, self._payments):
            await replica.create_index("version")
        await self._payments.create_index("gocardless_mandates.reference")

    async def keep_organisation(self, organisation: Organisation, tx: Transaction) -> None:
        write = replace_newer(organisation, key=ORGANISATION_KEY)
        await self._organisation.bulk_write([write], session=tx.session)

    async def keep_logo(self, logo: Logo, tx: Transaction) -> None:
        await self._logo.bulk_write([replace_newer(logo, key=LOGO_KEY)], session=tx.session)

    async def keep_inactive(self, parties: Sequence[InactiveContacts], tx: Transaction) -> None:
        writes = [replace_newer(one) for one in parties]
        await self._inactive.bulk_write(writes, session=tx.session)

    async def keep_recipients(self, parties: Sequence[PartyRecipients], tx: Transaction) -> None:
        writes = [replace_newer(one) for one in parties]
        await self._recipients.bulk_write(writes, session=tx.session)

    async def recipients(self, party_id: UUID) -> PartyRecipients | None:
        row = await self._recipients.find_one({"_id": party_id})
        return from_document(PartyRecipients, row) if row else None

    async def keep_payments(self, payments: Sequence[PaymentDetails], tx: Transaction) -> None:
        writes = [replace_newer(one, key=one.party_id) for one in payments]
        await self._payments.bulk_write(writes, session=tx.session)

    async def organisation(self) -> Organisation | None:
        row = await self._organisation.find_one({"_id": ORGANISATION_KEY})
        return from_document(Organisation, row) if row else None

    async def logo(self) -> bytes:
        """The picture; empty where there is none."""
        row = await self._logo.find_one({"_id": LOGO_KEY})
        return from_document(Logo, row).image if row else b""

    async def inactive(self, party_ids: Sequence[UUID]) -> dict[UUID, InactiveContacts]:
        rows = self._inactive.find({"_id": {"$in": list(party_ids)}})
        return {row["_id"]: from_document(InactiveContacts, row) async for row in rows}

    async def payment(self, party_id: UUID) -> PaymentDetails | None:
        row = await self._payments.find_one({"_id": party_id})
        return from_document(PaymentDetails, row) if row else None

    async def mandate_owner(self, reference: str) -> MandateOwner | None:
        """Whose mandate at GoCardless this is."""
        row = await self._payments.find_one({"gocardless_mandates.reference": reference})
        if row is None:
            return None
        payment = from_document(PaymentDetails, row)
        mandates = payment.gocardless_mandates
        mandate_id = next(one.id for one in mandates if one.reference == reference)
        return MandateOwner(party_id=payment.party_id, mandate_id=mandate_id)
