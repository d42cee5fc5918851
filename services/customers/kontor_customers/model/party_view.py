"""A party as it is shown: whole with what it lacks, or as a line of a list."""

from uuid import UUID

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import DeliveryMethod, Lifecycle, Party, PartyKind
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.values import Value

from kontor_customers.model.missing import Missing, missing_for_invoices


class PartyView(Party):
    """The party and what invoices still need (*Noch nötig für Rechnungen*)."""

    missing: tuple[Missing, ...] = ()


class PartyLine(Value):
    """The party as a line of a list."""

    id: UUID
    version: int
    number: str
    lifecycle: Lifecycle
    name: str
    kind: PartyKind
    city: str
    country: str
    delivery_method: DeliveryMethod
    on_hold: str
    tags: tuple[str, ...] = ()
    responsible_id: UUID | None = None


def view_of(
    party: Party, payment: PaymentDetails | None, organisation: Organisation | None
) -> PartyView:
    """The party with what it lacks."""
    address = organisation.address if organisation else None
    country = address.country if address else ""
    missing = missing_for_invoices(party, payment, own_country=country)
    return PartyView(**dict(party), missing=missing)


def line_of(party: Party) -> PartyLine:
    """The party in one line."""
    address = party.billing_address
    return PartyLine(
        id=party.id,
        version=party.version,
        number=party.number,
        lifecycle=party.lifecycle,
        name=party.name,
        kind=party.kind,
        city=address.city if address else "",
        country=address.country if address else "",
        delivery_method=party.delivery.method,
        on_hold=party.on_hold,
        tags=party.tags,
        responsible_id=party.responsible_id,
    )
