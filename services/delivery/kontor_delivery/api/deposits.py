"""Flows deposited at Chorus Pro by API."""

from typing import Self
from uuid import UUID

from fastapi import APIRouter, Depends
from kontor_chassis.http import Page, Role, require
from kontor_chassis.http.access import STAFF
from pydantic import BaseModel

from kontor_delivery.api.paging import Limit
from kontor_delivery.model.chorus.deposit import Deposit
from kontor_delivery.model.chorus.states import DepositState
from kontor_delivery.usecases.chorus import reading
from kontor_delivery.usecases.chorus.reading import DepositStory
from kontor_delivery.usecases.means import Means


class DepositLine(BaseModel):
    """`id` is the file's; `provider_state` is as Chorus Pro writes it."""

    id: UUID
    name: str
    run_id: UUID | None
    count: int
    state: DepositState
    flow_number: str
    provider_state: str
    reason: str

    @classmethod
    def of(cls, deposit: Deposit) -> Self:
        return cls.model_validate(deposit, from_attributes=True)


class InvoiceLine(BaseModel):
    id: UUID
    number: str
    state: str
    comment: str


class DepositView(DepositLine):
    invoices: list[InvoiceLine]

    @classmethod
    def with_invoices(cls, story: DepositStory) -> Self:
        invoices = [one.model_dump() for one in story.invoices]
        return cls.model_validate({**story.deposit.model_dump(), "invoices": invoices})


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["deposits"], dependencies=[Depends(require(*STAFF))])

    @routes.get("/deposits")
    async def list_deposits(
        state: DepositState | None = None, run_id: UUID | None = None, limit: Limit = 100
    ) -> Page[DepositLine]:
        """The newest first."""
        found = await reading.list_deposits(means, state, run_id, limit)
        return Page(items=[DepositLine.of(one) for one in found])

    @routes.get("/deposits/{file_id}")
    async def read_deposit(file_id: UUID) -> DepositView:
        """How the flow stands, and each invoice in it."""
        return DepositView.with_invoices(await reading.read_deposit(means, file_id))

    @routes.post(
        "/deposits/{file_id}/again",
        status_code=202,
        dependencies=[Depends(require(Role.ACCOUNTING, Role.ADMIN))],
    )
    async def deposit_again(file_id: UUID) -> DepositLine:
        """Deposit what Chorus Pro refused; 409 unless it was refused."""
        return DepositLine.of(await reading.deposit_again(means, file_id))

    @routes.post(
        "/deposits/{file_id}/pack-again",
        status_code=202,
        dependencies=[Depends(require(Role.ACCOUNTING, Role.ADMIN))],
    )
    async def pack_again(file_id: UUID) -> DepositView:
        """What Chorus Pro rejected joins the next flow of the day; 409 if it rejected nothing."""
        return DepositView.with_invoices(await reading.pack_again(means, file_id))

    return routes
