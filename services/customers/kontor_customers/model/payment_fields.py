"""What a caller may write about how a party pays."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.customers.payment import (
    GoCardlessMandateState,
    MandateScheme,
    MandateState,
    MandateType,
    PaymentMethod,
)
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from kontor_customers.model.bank import Bic, OptionalIban
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Label, shaped

#: EPC217-08 without the blank, which banks advise against; no slash at an end, none doubled.
UMR = r"(?!/)(?!.*//)[A-Za-z0-9+?/\-:().,']{1,35}(?<!/)"


def _given(iban: str) -> str:
    if not iban:
        raise PydanticCustomError("required", "is required")
    return iban


Iban = Annotated[OptionalIban, AfterValidator(_given)]
MandateReference = Annotated[
    str,
    shaped(UMR, "invalid-reference", "has 1 to 35 letters, digits or +?/-:().,' and no blank"),
]
GoCardlessReference = Annotated[
    str, shaped(r"MD[0-9A-Z]{1,40}", "invalid-gocardless-mandate", "starts with MD, as in MD0001")
]


class AccountFields(Strict):
    """A bank account; without `id` a new one."""

    id: UUID | None = None
    iban: Iban
    bic: Bic = ""
    holder: Label = ""


class MandateFields(Strict):
    """A SEPA mandate; its account by id, by IBAN, or the only one there is."""

    id: UUID | None = None
    #: Made by the organisation's pattern when nobody gives one.
    reference: MandateReference | None = None
    account_id: UUID | None = None
    account_iban: OptionalIban = ""
    #: Of a draft: when it was sent out to be signed.
    signed_on: date
    last_used_on: date | None = None
    b2b_confirmed_on: date | None = None
    scheme: MandateScheme = MandateScheme.CORE
    type: MandateType = MandateType.RECURRING
    state: MandateState = MandateState.ACTIVE


class GoCardlessMandateFields(Strict):
    """A mandate kept by GoCardless, by the id it has there."""

    id: UUID | None = None
    reference: GoCardlessReference
    state: GoCardlessMandateState = GoCardlessMandateState.ACTIVE


class PaymentFields(Strict):
    """The writable part of `kontor_contracts.customers.payment.PaymentDetails`."""

    read_only: ClassVar[frozenset[str]] = frozenset({"party_id", "version"})

    method: PaymentMethod = PaymentMethod.TRANSFER
    mandate_id: UUID | None = None
    accounts: Annotated[tuple[AccountFields, ...], Field(max_length=50)] = ()
    mandates: Annotated[tuple[MandateFields, ...], Field(max_length=50)] = ()
    gocardless_mandates: Annotated[tuple[GoCardlessMandateFields, ...], Field(max_length=50)] = ()
