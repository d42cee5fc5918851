"""Chorus Pro: check each invoice's XML, then pack what passed."""

import asyncio
from collections.abc import Sequence

from kontor_chassis import tracing
from kontor_chassis.clock import now
from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.customers.organisation import ChorusSyntax
from kontor_contracts.delivery.delivery import Channel, LeftOut
from kontor_contracts.errors import DomainError

from kontor_delivery.gateways.einvoice_gate import EInvoiceGate
from kontor_delivery.model.archive import (
    APPLICATION_CODE,
    LARGEST_FLOW,
    flow_name,
    pack,
    sequence_name,
)
from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.einvoice import Profile, to_xml
from kontor_delivery.model.einvoice.chorus import chorus_faults
from kontor_delivery.model.files import ArchiveEntry, Closing, DeliveryFile, Member, file_id, split
from kontor_delivery.model.states import State
from kontor_delivery.usecases.chorus.planning import plan_deposit
from kontor_delivery.usecases.filing import Planned
from kontor_delivery.usecases.leasing import renewed
from kontor_delivery.usecases.leaving_out import leave_out
from kontor_delivery.usecases.means import Means
from kontor_delivery.usecases.rules import refuse_violations

BATCH = 20
PROFILES = {ChorusSyntax.UBL: Profile.CHORUS_PRO, ChorusSyntax.CII: Profile.CHORUS_PRO_CII}


class ChorusDataMissingError(DomainError):
    """Chorus Pro asks for more than the invoice has."""


class OrganisationIncompleteError(DomainError):
    """The own organisation lacks what the file's name is made of."""


class ArchiveEntries:
    """Takes or leaves out each invoice of the channel."""

    def __init__(self, means: Means, gate: EInvoiceGate) -> None:
        self._means = means
        self._gate = gate
        self._queue = means.store.deliveries.queue(
            ArchiveEntry, Channel.CHORUS_PRO, State.RECORDED, lease=means.settings.lease
        )

    async def step(self) -> bool:
        claimed = await self._queue.claim(limit=BATCH)
        async with renewed(self._queue, [entry.id for entry in claimed]):
            for entry in claimed:
                with tracing.continued(entry.trace):
                    await self._settle(entry)
        return bool(claimed)

    async def _settle(self, entry: ArchiveEntry) -> None:
        fact = entry.generated()
        try:
            syntax = await self._syntax()
            xml = await asyncio.to_thread(self._checked, fact.invoice, PROFILES[syntax])
        except DomainError as broken:
            reason = str(broken)
            await leave_out(self._means, self._queue, entry, code=broken.code, reason=reason)
        else:
            await self._queue.finish(entry.with_changes(state=State.TAKEN, xml=xml, syntax=syntax))

    async def _syntax(self) -> ChorusSyntax:
        organisation = await self._means.store.replicas.organisation()
        return organisation.chorus_syntax if organisation else ChorusSyntax.UBL

    def _checked(self, invoice: Invoice, profile: Profile) -> bytes:
        faults = chorus_faults(invoice)
        if faults:
            named = "; ".join(f"{fault.field}: {fault.message}" for fault in faults)
            raise ChorusDataMissingError(named, fields=faults)
        xml = to_xml(invoice, profile)
        refuse_violations(self._gate.check(xml, profile))
        return xml


class Archives:
    """How the entries of a run become flows."""

    channel = Channel.CHORUS_PRO

    def __init__(self, means: Means) -> None:
        self._means = means

    async def plan(
        self,
        closing: Closing,
        members: Sequence[Member],
        left_out: tuple[LeftOut, ...],
        tx: Transaction,
    ) -> list[Planned]:
        if not members:
            return []
        code = await self._application_code()
        parts = [
            (syntax, part)
            for syntax in ChorusSyntax
            for part in split([one for one in members if one.syntax is syntax], LARGEST_FLOW)
        ]
        names = await self._names(code, [syntax for syntax, _ in parts], tx)
        return [
            Planned(
                DeliveryFile(
                    id=file_id(closing, position),
                    kind=self.channel,
                    name=names[position],
                    syntax=syntax,
                    run_id=closing.run_id,
                    count=len(part),
                    left_out=() if position else left_out,
                    planned_at=now(),
                    due_at=now(),
                ),
                part,
            )
            for position, (syntax, part) in enumerate(parts)
        ]

    async def _names(
        self, code: str, syntaxes: Sequence[ChorusSyntax], tx: Transaction
    ) -> list[str]:
        """A name for each flow, of numbers that nobody else gets."""
        names = []
        for syntax in syntaxes:
            counter = sequence_name(code, syntax)
            (number,) = await self._means.store.files.next_numbers(counter, 1, tx)
            names.append(flow_name(code, number, syntax))
        return names

    async def content(self, file: DeliveryFile) -> bytes:
        invoices = await self._means.store.files.archived(file.id)
        return await asyncio.to_thread(pack, file.name, invoices)

    async def closed(
        self, file: DeliveryFile, members: Sequence[Delivery], tx: Transaction
    ) -> None:
        await plan_deposit(self._means, file, members, tx)

    async def _application_code(self) -> str:
        organisation = await self._means.store.replicas.organisation()
        code = organisation.chorus_application_code if organisation else ""
        if not APPLICATION_CODE.fullmatch(code):
            raise OrganisationIncompleteError(
                "enter the application code that AIFE gave you (Organisation, Chorus Pro)"
            )
        return code
