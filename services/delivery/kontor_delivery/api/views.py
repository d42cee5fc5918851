"""The shapes of delivery's answers."""

from typing import Self
from uuid import UUID

from kontor_contracts.delivery.delivery import Channel, LeftOut
from pydantic import BaseModel, ConfigDict, Field

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.document import KeptDocument
from kontor_delivery.model.files import DeliveryFile, FileState
from kontor_delivery.model.listing import Figures, FileFigures
from kontor_delivery.model.states import State


class Summary(BaseModel):
    """How far a run's invoices have come on their ways out."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    documents: Figures
    mails: Figures
    chorus_pro: FileFigures = Field(alias="chorus-pro")
    gocardless: FileFigures


class DeliveryLine(BaseModel):
    """One invoice on one way out."""

    invoice_id: UUID
    invoice_number: str
    party_id: UUID
    run_id: UUID | None
    channel: Channel
    method: str
    state: State
    to: list[str]
    code: str
    reason: str
    attempts: int

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        return cls.model_validate(delivery, from_attributes=True)


class DocumentLine(BaseModel):
    invoice_id: UUID
    invoice_number: str
    sha256: str
    size: int

    @classmethod
    def of(cls, document: KeptDocument) -> Self:
        return cls.model_validate(document, from_attributes=True)


class FileLine(BaseModel):
    """An archive or export file; `name` is what goes on the wire, so an archive's has no ending."""

    id: UUID
    name: str
    kind: Channel
    state: FileState
    run_id: UUID | None
    count: int
    total: str | None
    sha256: str
    size: int
    left_out: list[LeftOut]

    @classmethod
    def of(cls, file: DeliveryFile) -> Self:
        total = f"{file.total:.2f}" if file.kind is Channel.GOCARDLESS else None
        return cls.model_validate({**file.model_dump(), "total": total})


class Revoked(BaseModel):
    """How many links were still open."""

    revoked: int
