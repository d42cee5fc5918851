"""Issued documents."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Caller, Page, require
from kontor_chassis.http.access import STAFF, bound_to, require_right
from kontor_contracts.customers.party import PortalRight
from kontor_contracts.delivery.delivery import Channel

from kontor_delivery.api.content import PDF, XML, bytes_of, content
from kontor_delivery.api.paging import Limit, after, next_cursor
from kontor_delivery.api.views import DocumentLine
from kontor_delivery.model.einvoice import Profile
from kontor_delivery.model.listing import Filter
from kontor_delivery.model.states import State
from kontor_delivery.usecases import reading
from kontor_delivery.usecases.means import Means

DocumentReader = Annotated[Caller, Depends(require_right(PortalRight.INVOICES, *STAFF))]


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["documents"])
    _add_pdf(routes, means)
    routes.include_router(_of_the_team(means))
    return routes


def _add_pdf(routes: APIRouter, means: Means) -> None:
    @routes.get("/documents/{invoice_id}/content", response_class=Response, responses=bytes_of(PDF))
    async def read_pdf(invoice_id: UUID, caller: DocumentReader) -> Response:
        """The PDF/A-3 as it was issued; to a contact that of its own party."""
        document = await reading.read_document(means, invoice_id, party_id=bound_to(caller))
        body = await means.contents.get(document.pdf)
        return content(body, media_type=PDF, name=f"{document.invoice_number}.pdf")


def _of_the_team(means: Means) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(require(*STAFF))])
    _add_list(routes, means)
    _add_einvoices(routes, means)
    return routes


def _add_list(routes: APIRouter, means: Means) -> None:
    @routes.get("/documents")
    async def list_documents(
        run_id: UUID | None = None, cursor: str | None = None, limit: Limit = 100
    ) -> Page[DocumentLine]:
        """What was issued, in the order of invoice numbers."""
        asked = Filter(
            run_id=run_id,
            channel=Channel.DOCUMENT,
            states=(State.ISSUED,),
            after=after(cursor),
            limit=limit,
        )
        found = await reading.list_documents(means, asked)
        return Page(
            items=[DocumentLine.of(one) for one in found], next_cursor=next_cursor(found, limit)
        )


def _add_einvoices(routes: APIRouter, means: Means) -> None:
    @routes.get("/documents/{invoice_id}/xml", response_class=Response, responses=bytes_of(XML))
    async def read_xml(invoice_id: UUID) -> Response:
        """The electronic invoice that the PDF carries, in CII."""
        document = await reading.read_document(means, invoice_id)
        body = await means.contents.get(document.xml)
        return content(body, media_type=XML, name=f"{document.invoice_number}.xml")

    @routes.get("/documents/{invoice_id}/ubl", response_class=Response, responses=bytes_of(XML))
    async def read_ubl(invoice_id: UUID) -> Response:
        """The same invoice in UBL 2.1: the same bytes at every call."""
        number, body = await reading.read_einvoice(means, invoice_id, Profile.UBL)
        return content(body, media_type=XML, name=f"{number}-ubl.xml")

    @routes.get(
        "/documents/{invoice_id}/xrechnung", response_class=Response, responses=bytes_of(XML)
    )
    async def read_xrechnung(invoice_id: UUID, syntax: Literal["ubl", "cii"] = "ubl") -> Response:
        """The same invoice as XRechnung 3.0; 409 names everything that it lacks for that."""
        profile = Profile.XRECHNUNG if syntax == "ubl" else Profile.XRECHNUNG_CII
        number, body = await reading.read_einvoice(means, invoice_id, profile)
        return content(body, media_type=XML, name=f"{number}-xrechnung.xml")
