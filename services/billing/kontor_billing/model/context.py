"""What is the same for all invoices of a run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kontor_contracts.billing.invoice import Seller
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.values import Period

from kontor_billing.model.left_out import Obstacle
from kontor_billing.model.readiness import organisation_obstacles
from kontor_billing.model.vat_rates import RateTables, VatRate, rate_tables


@dataclass(frozen=True, slots=True)
class Issuer:
    """The own organisation, complete enough to issue invoices."""

    organisation: Organisation
    seller: Seller
    rates: RateTables


@dataclass(frozen=True, slots=True)
class RunContext:
    """`issuer` is None when the organisation is incomplete; `obstacles` then name what it lacks."""

    run_id: UUID
    period: Period
    issued_on: date
    issuer: Issuer | None
    obstacles: tuple[Obstacle, ...] = ()
    #: Whose folders are billed; empty: everybody's.
    batch: str = ""


def run_context(
    run_id: UUID,
    period: Period,
    *,
    issued_on: date,
    organisation: Organisation | None,
    rates: Iterable[VatRate],
) -> RunContext:
    obstacles = tuple(organisation_obstacles(organisation))
    issuer = None if obstacles or organisation is None else _issuer(organisation, rates)
    return RunContext(run_id, period, issued_on, issuer, obstacles)


def _issuer(organisation: Organisation, rates: Iterable[VatRate]) -> Issuer:
    seller = seller_of(organisation)
    return Issuer(organisation, seller, rate_tables(rates, seller.address.country))


def seller_of(organisation: Organisation) -> Seller:
    """BG-4 as it stands at issue."""
    shared = Seller.model_fields.keys() & Organisation.model_fields.keys()
    values = {name: getattr(organisation, name) for name in shared}
    return Seller(
        **values,
        introduction=organisation.invoice_introduction,
        footer=organisation.invoice_footer,
    )
