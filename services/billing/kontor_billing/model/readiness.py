"""What must be known before an invoice may be issued at all, whatever its channel."""

from collections.abc import Iterator, Mapping

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Lifecycle, Party, VatTreatment
from kontor_contracts.values import Address

from kontor_billing.model.left_out import Obstacle, Reason
from kontor_billing.model.numbering import is_usable
from kontor_billing.model.vat import vat_reason


def party_obstacles(party: Party, organisation: Organisation) -> Iterator[Obstacle]:
    """Everything about the party that keeps its invoices back."""
    if party.lifecycle is not Lifecycle.CUSTOMER:
        yield Obstacle(
            code=Reason.NOT_A_CUSTOMER_YET,
            message="a prospect gets no invoices: convert it into a customer",
            fields=("lifecycle",),
        )
    if party.on_hold:
        yield Obstacle(
            code=Reason.ON_HOLD, message=f"on hold: {party.on_hold}", fields=("on_hold",)
        )
    if missing := missing_address(party.billing_address, "billing_address"):
        yield Obstacle(
            code=Reason.NO_ADDRESS,
            message="an invoice names the customer's full address (§ 14 UStG)",
            fields=missing,
        )
    if party.currency != organisation.currency:
        yield Obstacle(
            code=Reason.CURRENCY_MISMATCH,
            message=f"prices are in {organisation.currency}, the customer has {party.currency}",
            fields=("currency",),
        )
    yield from _vat_obstacles(party)


def _vat_obstacles(party: Party) -> Iterator[Obstacle]:
    treatment = party.vat.treatment
    if treatment is VatTreatment.STANDARD:
        return
    reason = vat_reason(party.vat, party.language)
    said = {"vat.reason_code": reason.code, "vat.reason": reason.text}
    if missing := tuple(field for field, words in said.items() if not words):
        yield Obstacle(
            code=Reason.VAT_REASON_MISSING,
            message="an invoice without VAT prints the reason, and carries its VATEX code",
            fields=missing,
        )
    if treatment is not VatTreatment.EXEMPT and not (party.vat_id or party.siren):
        yield Obstacle(
            code=Reason.VAT_ID_MISSING,
            message="reverse charge needs the customer's VAT id (EN 16931, BR-AE-02)",
            fields=("vat_id",),
        )


def organisation_obstacles(organisation: Organisation | None) -> Iterator[Obstacle]:
    """Everything about the own organisation that keeps all invoices back, in one obstacle."""
    missing = missing_in_organisation(organisation)
    if missing:
        yield Obstacle(
            code=Reason.ORGANISATION_INCOMPLETE,
            message=f"the own organisation lacks {', '.join(missing)}",
            fields=tuple(f"organisation.{field}" for field in missing),
        )


def missing_in_organisation(organisation: Organisation | None) -> tuple[str, ...]:
    if organisation is None:
        return ("name", "address", "vat_id", "iban")
    required: Mapping[str, object] = {
        "name": organisation.name,
        "vat_id": organisation.vat_id,
        "iban": organisation.iban,
        "invoice_number_pattern": is_usable(organisation.invoice_number_pattern),
    }
    missing = tuple(field for field, value in required.items() if not value)
    return missing + missing_address(organisation.address, "address")


def missing_address(address: Address | None, name: str) -> tuple[str, ...]:
    """The parts that a postal address lacks; a post-office box stands in the addition."""
    if address is None:
        return (name,)
    parts = {
        f"{name}.street": address.street or address.addition,
        f"{name}.postcode": address.postcode,
        f"{name}.city": address.city,
    }
    return tuple(part for part, value in parts.items() if not value)
