"""*Konfiguration*: VAT rates, texts of mails, and standard installations."""

from fastapi import APIRouter

from kontor_web.pages.configuration import installations, mails, phases, vat_rates

routes = APIRouter()
for part in (vat_rates, mails, installations, phases):
    routes.include_router(part.routes)
