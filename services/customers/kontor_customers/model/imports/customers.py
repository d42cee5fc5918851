"""customers.csv: a row is a customer or prospect, matched by its account number."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from kontor_contracts.customers.party import Lifecycle, Party

from kontor_customers.model.imports.columns import Nested, RowRefusedError, laid_over, parsed_row
from kontor_customers.model.imports.csv_file import CellError, Row, number_of
from kontor_customers.model.imports.plan import Outcome, Plan, planned
from kontor_customers.model.numbers import AccountNumber
from kontor_customers.model.party import changed, converted, fields_of, registered
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.strict import Strict

COLUMNS = {
    "number": ("number",),
    "lifecycle": ("lifecycle",),
    "kind": ("party", "kind"),
    "name": ("party", "name"),
    "legal_form": ("party", "legal_form"),
    "street": ("party", "billing_address", "street"),
    "house_number": ("party", "billing_address", "house_number"),
    "addition": ("party", "billing_address", "addition"),
    "postcode": ("party", "billing_address", "postcode"),
    "city": ("party", "billing_address", "city"),
    "country": ("party", "billing_address", "country"),
    "language": ("party", "language"),
    "currency": ("party", "currency"),
    "vat_id": ("party", "vat_id"),
    "siren": ("party", "siren"),
    "siret": ("party", "siret"),
    "consolidate_invoices": ("party", "consolidate_invoices"),
    "vat_treatment": ("party", "vat", "treatment"),
    "vat_reason_code": ("party", "vat", "reason_code"),
    "vat_reason_de": ("party", "vat", "reason", "de"),
    "vat_reason_fr": ("party", "vat", "reason", "fr"),
    "vat_reason_en": ("party", "vat", "reason", "en"),
    "payment_term_days": ("party", "payment_term", "days"),
    "delivery_method": ("party", "delivery", "method"),
    "delivery_fallback": ("party", "delivery", "fallback"),
    "buyer_reference": ("party", "buyer_reference"),
    "chorus_rule": ("party", "chorus", "rule"),
    "chorus_service": ("party", "chorus", "service_code"),
    "chorus_engagement": ("party", "chorus", "engagement_number"),
}


class CustomerRow(Strict):
    number: AccountNumber
    lifecycle: Lifecycle = Lifecycle.CUSTOMER
    party: PartyFields


def keys_of(row: Row) -> dict[str, str]:
    """An account number stands once in a file."""
    return {"number": number_of(row)}


def plan_customers(
    rows: Iterable[Row], known: Mapping[str, Party], *, today: date, new_id: Callable[[], UUID]
) -> Plan[Party]:
    """What the rows do to the parties `known` by account number."""

    def step(plan: Plan[Party], row: Row) -> Outcome:
        number = number_of(row)
        before = plan.current(number)
        after = _after(row, before, today=today, new_id=new_id)
        if after is before:
            return Outcome.UNCHANGED
        plan.after[number] = after
        return Outcome.UPDATED if before else Outcome.CREATED

    return planned(rows, Plan(dict(known)), step)


def _after(row: Row, before: Party | None, *, today: date, new_id: Callable[[], UUID]) -> Party:
    said = parsed_row(CustomerRow, laid_over(_stored(before), row.cells, COLUMNS), COLUMNS)
    if before is None:
        return registered(
            said.party,
            number=said.number,
            lifecycle=said.lifecycle,
            today=today,
            new_id=new_id,
        )
    if said.lifecycle is Lifecycle.PROSPECT and before.lifecycle is Lifecycle.CUSTOMER:
        raise RowRefusedError(
            [CellError("lifecycle", "customer-already", "a customer stays a customer")]
        )
    after = changed(before, said.party, new_id=new_id)
    if said.lifecycle is Lifecycle.CUSTOMER:
        after = converted(after, today=today)
    return after if after is before else after.model_copy(update={"version": before.version + 1})


def _stored(party: Party | None) -> Nested:
    if party is None:
        return {"party": {}}
    fields = fields_of(party).model_dump(mode="json", exclude_defaults=True)
    return {"lifecycle": party.lifecycle, "party": fields}
