"""Door 1: HTTP. A route reads its request and calls one use case."""

from fastapi import APIRouter

from kontor_billing.api import (
    articles,
    bank_files,
    batches,
    collections,
    debit_contents,
    debit_files,
    folder_lines,
    folders,
    imports,
    invoices,
    one_off,
    payments,
    run_previews,
    runs,
    services,
    standard_installations,
    usage,
    vat_rates,
)
from kontor_billing.usecases.billing import Billing


def router(billing: Billing) -> APIRouter:
    """All routes of the service."""
    routes = APIRouter()
    for part in (
        articles,
        folders,
        folder_lines,
        services,
        standard_installations,
        imports,
        batches,
        runs,
        run_previews,
        invoices,
        one_off,
        debit_files,
        bank_files,
        payments,
        collections,
        debit_contents,
        usage,
        vat_rates,
    ):
        routes.include_router(part.router(billing))
    return routes
