"""Routes of VAT rates."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from kontor_chassis.http import Page, etag, if_match
from kontor_contracts.billing.folder import VatClass

from kontor_billing.api.callers import Accountant, Reader
from kontor_billing.model.vat_tables import TableFields, VatTable
from kontor_billing.usecases import vat_rates
from kontor_billing.usecases.billing import Billing

Country = Annotated[str, Path(pattern=r"^[A-Z]{2}$")]
Seen = Annotated[int | None, Depends(if_match)]


def router(billing: Billing) -> APIRouter:
    routes = APIRouter(tags=["vat rates"])

    @routes.get("/vat-rates")
    async def list_rates(_caller: Reader) -> Page[VatTable]:
        """All rates with their days, by country and class."""
        return Page(items=await vat_rates.vat_tables(billing))

    @routes.put("/vat-rates/{country}/{rate_class}")
    async def put_rates(  # each is one thing of the request
        country: Country,
        rate_class: VatClass,
        fields: TableFields,
        _caller: Accountant,
        seen: Seen,
        response: Response,
    ) -> VatTable:
        """Set all rates of a country and class. Invoices that are issued keep theirs."""
        table = await vat_rates.put_table(billing, country, rate_class, fields, seen=seen)
        response.headers.update(etag(table.version))
        return table

    return routes
