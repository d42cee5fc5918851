"""The itemised annex of an invoice: a row per record."""

from decimal import Decimal

from kontor_billing.model.usage import UsageRecord

COLUMNS = ("usage_id", "occurred_at", "kind", "destination", "quantity", "unit", "amount")


def row_of(record: UsageRecord, amount: Decimal) -> tuple[str | Decimal, ...]:
    """The cells of the record, in the order of `COLUMNS`."""
    return (
        record.id,
        record.occurred_at.isoformat(),
        record.kind,
        record.destination,
        str(record.quantity),
        record.unit,
        amount,
    )
