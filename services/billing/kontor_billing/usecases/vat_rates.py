"""VAT rates as people set them."""

from itertools import groupby

from kontor_chassis.transaction import Transaction
from kontor_contracts.billing.folder import VatClass
from kontor_contracts.errors import StaleVersionError

from kontor_billing.model.vat_rates import VatRate
from kontor_billing.model.vat_tables import TableFields, VatTable, table_of, table_set
from kontor_billing.usecases.billing import Billing


async def vat_tables(billing: Billing) -> list[VatTable]:
    """By country and class."""
    versions = await billing.rates.versions()
    rates = sorted(await billing.rates.all(), key=_of_table)
    return [
        table_of(country, rate_class, versions.get(f"{country}/{rate_class}", 0), some)
        for (country, rate_class), some in groupby(rates, _of_table)
    ]


async def put_table(
    billing: Billing,
    country: str,
    rate_class: VatClass,
    fields: TableFields,
    *,
    seen: int | None,
) -> VatTable:
    """The table as it is to be; invoices that are issued keep their rates."""

    async def work(tx: Transaction) -> VatTable:
        before = await billing.rates.table(country, rate_class, tx)
        if seen is not None and seen != before.version:
            raise StaleVersionError(
                "the rates were changed meanwhile", current_version=before.version
            )
        table = table_set(before, fields)
        await billing.rates.put(table, tx)
        return table

    return await billing.transactions.run(work)


def _of_table(rate: VatRate) -> tuple[str, VatClass]:
    return rate.country, rate.rate_class
