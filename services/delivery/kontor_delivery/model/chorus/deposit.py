"""A flow on its way to Chorus Pro by API, and each invoice in it."""

from datetime import datetime
from typing import Self
from uuid import UUID

from kontor_contracts.customers.organisation import ChorusSyntax
from kontor_contracts.delivery.delivery import ChorusFlowStuck, ChorusStateChanged
from kontor_contracts.values import Value

from kontor_delivery.model.chorus.states import (
    FOLLOWED,
    LEFT_BEHIND,
    DepositState,
    flow_state,
    is_known,
    is_last,
    needs_person,
)
from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.files import DeliveryFile

STUCK = frozenset({DepositState.REFUSED, DepositState.REJECTED, DepositState.UNKNOWN})


class FlowReport(Value):
    """What Chorus Pro says of a flow."""

    state: str
    file_name: str = ""
    faults: tuple[str, ...] = ()
    #: Of single invoices: number and reason.
    left_behind: tuple[tuple[str, str], ...] = ()


class FlowInvoice(Value):
    """What Chorus Pro says of an invoice."""

    number: str
    state: str
    flow_number: str = ""
    comment: str = ""


class Deposit(Value):
    """`id` is the file's."""

    id: UUID
    name: str
    syntax: ChorusSyntax
    run_id: UUID | None
    count: int
    content: str
    state: DepositState = DepositState.PLANNED
    #: When a deposit was begun of which we do not know how it ended.
    intended_at: datetime | None = None
    #: `numeroFluxDepot`
    flow_number: str = ""
    #: As Chorus Pro writes it.
    provider_state: str = ""
    reason: str = ""
    attempts: int = 0
    #: So many of the attempts went well.
    fine: int = 0
    #: The `traceparent` of the run.
    trace: str | None = None
    due_at: datetime

    @property
    def failures(self) -> int:
        """In a row, this attempt included."""
        return max(self.attempts - self.fine, 1)

    @classmethod
    def of(cls, file: DeliveryFile, now: datetime) -> Self:
        return cls(
            id=file.id,
            name=file.name,
            syntax=file.syntax,
            run_id=file.run_id,
            count=file.count,
            content=file.content,
            trace=file.trace,
            due_at=now,
        )

    def with_changes(self, **changes: object) -> Self:
        return self.model_copy(update=changes)

    def taken(self, flow_number: str, due_at: datetime) -> Self:
        return self.with_changes(
            state=DepositState.DEPOSITED, flow_number=flow_number, reason="", due_at=due_at
        )

    def reported(self, report: FlowReport, due_at: datetime) -> Self:
        return self.with_changes(
            state=flow_state(report.state),
            provider_state=report.state,
            reason="; ".join(report.faults),
            due_at=due_at,
        )

    def stuck(self, at: datetime) -> ChorusFlowStuck:
        return ChorusFlowStuck(
            file_id=self.id,
            name=self.name,
            run_id=self.run_id,
            count=self.count,
            state=self.provider_state,
            known=self.state is not DepositState.UNKNOWN,
            reason=self.reason,
            at=at,
        )


class DepositedInvoice(Value):
    """`id` is the invoice's."""

    id: UUID
    deposit_id: UUID
    number: str
    party_id: UUID
    #: As Chorus Pro writes it; empty while it has said nothing.
    state: str = ""
    comment: str = ""
    #: The `traceparent` of the invoice.
    trace: str | None = None

    @classmethod
    def of(cls, delivery: Delivery, deposit_id: UUID) -> Self:
        return cls(
            id=delivery.invoice_id,
            deposit_id=deposit_id,
            number=delivery.invoice_number,
            party_id=delivery.party_id,
            trace=delivery.trace,
        )

    @property
    def is_last(self) -> bool:
        return is_last(self.state)

    def changed(self, at: datetime) -> ChorusStateChanged:
        return ChorusStateChanged(
            invoice_id=self.id,
            invoice_number=self.number,
            party_id=self.party_id,
            at=at,
            state=self.state,
            known=is_known(self.state),
            reason=self.comment,
            needs_person=needs_person(self.state),
        )


def news(
    invoices: tuple[DepositedInvoice, ...], told: tuple[FlowInvoice, ...]
) -> tuple[DepositedInvoice, ...]:
    """The invoices that stand differently from before."""
    by_number = {one.number: one for one in told}
    changed = (_after(one, by_number.get(one.number)) for one in invoices)
    return tuple(one for one in changed if one)


def rejected(
    deposit: Deposit, invoices: tuple[DepositedInvoice, ...]
) -> tuple[DepositedInvoice, ...]:
    """What Chorus Pro has not got: all of a rejected flow, and whom another flow left behind."""
    if deposit.state is DepositState.REJECTED:
        return invoices
    followed = deposit.state in {*FOLLOWED, DepositState.DONE}
    return tuple(one for one in invoices if followed and one.state == LEFT_BEHIND)


def left_behind(report: FlowReport) -> tuple[FlowInvoice, ...]:
    """What a report says of the invoices that did not get in."""
    return tuple(
        FlowInvoice(number=number, state=LEFT_BEHIND, comment=reason)
        for number, reason in report.left_behind
    )


def _after(invoice: DepositedInvoice, told: FlowInvoice | None) -> DepositedInvoice | None:
    if told is None or not told.state or told.state == invoice.state:
        return None
    return invoice.model_copy(update={"state": told.state, "comment": told.comment})
