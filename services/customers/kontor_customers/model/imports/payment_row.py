"""One row of payments.csv: an account, a mandate on it or one at GoCardless, by the row's key."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from kontor_contracts.customers.payment import (
    MandateScheme,
    MandateType,
    PaymentDetails,
    PaymentMethod,
)
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from kontor_customers.model.bank import Bic, CreditorId, OptionalIban
from kontor_customers.model.imports.columns import Nested
from kontor_customers.model.imports.rows import Row
from kontor_customers.model.payment import gocardless_reference, sepa_reference
from kontor_customers.model.payment_fields import (
    GoCardlessReference,
    MandateReference,
    PaymentFields,
)
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Label, line


class PaymentRow(Strict):
    """The reference comes first: with it, account and signature date are needed too."""

    number: Annotated[str, line(200, required=True)]
    key: Annotated[str, line(35, required=True)]
    method: PaymentMethod
    mandate_reference: MandateReference | None = None
    iban: Annotated[OptionalIban, Field(validate_default=True)] = ""
    bic: Bic = ""
    account_holder: Label = ""
    mandate_scheme: MandateScheme = MandateScheme.CORE
    mandate_type: MandateType = MandateType.RECURRING
    mandate_signed_on: Annotated[date | None, Field(validate_default=True)] = None
    mandate_last_used_on: date | None = None
    mandate_b2b_confirmed_on: date | None = None
    gocardless_mandate: GoCardlessReference | None = None
    default: bool = False
    #: Of whoever the mandate was given to: that has to be us.
    creditor_id: CreditorId = ""

    @field_validator("iban", "mandate_signed_on")
    @classmethod
    def _mandate_is_whole(cls, value: object, info: ValidationInfo) -> object:
        if info.data.get("mandate_reference") and not value:
            raise PydanticCustomError("required", "is required for a mandate")
        return value

    def account_id(self, party_id: UUID) -> UUID:
        return _derived(party_id, "account", self.key)

    def mandate_id(self, party_id: UUID) -> UUID:
        return _derived(party_id, "mandate", self.key)

    def gocardless_id(self, party_id: UUID) -> UUID:
        return _derived(party_id, "gocardless", self.key)


def _derived(party_id: UUID, *parts: str) -> UUID:
    """The id repeats with the row, so that the same file again finds what it made."""
    return uuid5(party_id, "\x1f".join(parts))


def references_in(rows: Iterable[Row]) -> set[str]:
    """The mandate references that the rows name, as `references` writes them."""
    names = set()
    for row in rows:
        names.add(sepa_reference(row.cells.get("mandate_reference", "").strip()))
        names.add(gocardless_reference(row.cells.get("gocardless_mandate", "").strip()))
    return names


def stored_cells(payment: PaymentDetails, key: str) -> Nested:
    """What an earlier row with `key` has stored, as cells."""
    cells: Nested = {}
    for account in payment.accounts:
        if account.id == _derived(payment.party_id, "account", key):
            cells |= {"iban": account.iban, "bic": account.bic, "account_holder": account.holder}
    for mandate in payment.mandates:
        if mandate.id == _derived(payment.party_id, "mandate", key):
            cells |= {
                "mandate_reference": mandate.reference,
                "mandate_scheme": mandate.scheme,
                "mandate_type": mandate.type,
                "mandate_signed_on": mandate.signed_on,
                "mandate_last_used_on": mandate.last_used_on,
                "mandate_b2b_confirmed_on": mandate.b2b_confirmed_on,
            }
    for one in payment.gocardless_mandates:
        if one.id == _derived(payment.party_id, "gocardless", key):
            cells["gocardless_mandate"] = one.reference
    return cells


def fields_with(payment: PaymentDetails, row: PaymentRow) -> PaymentFields:
    """The payment details with the row's account and mandates in their places."""
    record = payment.model_dump()
    accounts = {one["id"]: one for one in record["accounts"]}
    mandates = {one["id"]: one for one in record["mandates"]}
    at_gocardless = {one["id"]: one for one in record["gocardless_mandates"]}
    for place, entry in (
        (accounts, _account(payment, row)),
        (mandates, _mandate(payment, row)),
        (at_gocardless, _gocardless_mandate(payment, row)),
    ):
        if entry:
            place[entry["id"]] = place.get(entry["id"], {}) | entry
    lists = {"accounts": accounts, "mandates": mandates, "gocardless_mandates": at_gocardless}
    record |= {name: list(entries.values()) for name, entries in lists.items()}
    if row.default:
        record |= {"method": row.method, "mandate_id": _default_mandate(payment, row)}
    return PaymentFields.model_validate(record)


def _account(payment: PaymentDetails, row: PaymentRow) -> Nested:
    if not row.iban:
        return {}
    return {
        "id": row.account_id(payment.party_id),
        "iban": row.iban,
        "bic": row.bic,
        "holder": row.account_holder,
    }


def _mandate(payment: PaymentDetails, row: PaymentRow) -> Nested:
    if not row.mandate_reference:
        return {}
    return {
        "id": row.mandate_id(payment.party_id),
        "reference": row.mandate_reference,
        "account_id": row.account_id(payment.party_id),
        "signed_on": row.mandate_signed_on,
        "scheme": row.mandate_scheme,
        "type": row.mandate_type,
        "last_used_on": row.mandate_last_used_on,
        "b2b_confirmed_on": row.mandate_b2b_confirmed_on,
    }


def _gocardless_mandate(payment: PaymentDetails, row: PaymentRow) -> Nested:
    if not row.gocardless_mandate:
        return {}
    return {"id": row.gocardless_id(payment.party_id), "reference": row.gocardless_mandate}


def _default_mandate(payment: PaymentDetails, row: PaymentRow) -> UUID | None:
    if row.method is PaymentMethod.SEPA_DEBIT and row.mandate_reference:
        return row.mandate_id(payment.party_id)
    if row.method is PaymentMethod.GOCARDLESS and row.gocardless_mandate:
        return row.gocardless_id(payment.party_id)
    return None
