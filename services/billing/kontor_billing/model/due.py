"""When an invoice, and each of its collections, is due."""

from datetime import date, timedelta

from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import PaymentTerm

from kontor_billing.model.months import last_of_month
from kontor_billing.model.target_days import target_day


def due_date(issued_on: date, term: PaymentTerm) -> date:
    due = issued_on + timedelta(days=term.days)
    return last_of_month(due) if term.end_of_month else due


def collection_date(
    way: CollectionWay, *, issued_on: date, due_on: date, organisation: Organisation
) -> date:
    """The day told to the payer. A SEPA debit waits for its pre-notification and a TARGET day."""
    if way is not CollectionWay.SEPA_FILE:
        return due_on
    announced = issued_on + timedelta(days=organisation.prenotification_days)
    return target_day(max(due_on, announced))
