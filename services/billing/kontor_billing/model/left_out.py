"""What keeps an invoice from being issued, and what to mend so that the next run issues it."""

from enum import StrEnum
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.values import Value


class Reason(StrEnum):
    NOT_A_CUSTOMER_YET = "not-a-customer-yet"
    ON_HOLD = "on-hold"
    NO_ADDRESS = "no-address"
    NO_RECIPIENT = "no-recipient"
    CHORUS_DATA_MISSING = "chorus-data-missing"
    VAT_REASON_MISSING = "vat-reason-missing"
    VAT_ID_MISSING = "vat-id-missing"
    VAT_RATE_MISSING = "vat-rate-missing"
    ORGANISATION_INCOMPLETE = "organisation-incomplete"
    PAYER_UNKNOWN = "payer-unknown"
    CURRENCY_MISMATCH = "currency-mismatch"
    BELOW_MINIMUM = "below-minimum"
    NEGATIVE_AMOUNT = "negative-amount"
    NOT_COMPUTABLE = "not-computable"


class Obstacle(Value):
    """One thing that is missing or wrong; `fields` are the record's fields to mend."""

    code: Reason
    message: str
    fields: tuple[str, ...] = ()


class LeftOut(Value):
    """An invoice that was not issued; its services stay unbilled for the next run."""

    party_id: UUID
    account_number: str
    name: str
    #: Numbers of the folders that would have been on the invoice.
    folders: tuple[str, ...]
    #: The first obstacle's code, by which lists are filtered.
    code: Reason
    obstacles: tuple[Obstacle, ...]


def left_out(party: Party, folders: tuple[str, ...], obstacles: tuple[Obstacle, ...]) -> LeftOut:
    return LeftOut(
        party_id=party.id,
        account_number=party.number,
        name=party.name,
        folders=folders,
        code=obstacles[0].code,
        obstacles=obstacles,
    )
