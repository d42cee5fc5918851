"""The own organisation: what may be written, and what direct debits need of it."""

from datetime import date, datetime
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from kontor_contracts.customers.organisation import (
    ChorusSyntax,
    GoCardlessWay,
    IbanGuard,
    Organisation,
)
from kontor_contracts.errors import ConflictError, FieldError
from kontor_contracts.values import Language
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from kontor_customers.model.bank import Bic, CreditorId, OptionalIban, bic_of
from kontor_customers.model.codes import Currency, TimeZone
from kontor_customers.model.logo import Logo
from kontor_customers.model.numbers import (
    DEFAULT_ACCOUNT_NUMBERS,
    DEFAULT_MANDATE_REFERENCES,
    AccountNumberPattern,
    InvoiceNumberPattern,
    MandateReferencePattern,
)
from kontor_customers.model.party_fields import AddressFields, TextFields
from kontor_customers.model.strict import Strict
from kontor_customers.model.tax_ids import Siren, Siret, VatId
from kontor_customers.model.text import Email, Label, Line, OptionalPhone, line, shaped

#: What a debit file cannot do without, and what pages call it.
NEEDED_FOR_DEBITS = {"name": "name", "iban": "IBAN", "bic": "BIC", "creditor_id": "creditor id"}


class OrganisationIncompleteError(ConflictError):
    """Direct debits need data of the own organisation that nobody has entered."""


class OrganisationFields(Strict):
    """The writable part of `kontor_contracts.customers.organisation.Organisation`."""

    read_only: ClassVar[frozenset[str]] = frozenset(
        {"version", "missing_for_debits", "logo_sha256"}
    )

    #: 70 characters is what a debit file takes.
    name: Annotated[str, line(70, required=True)]
    legal_form: Label = ""
    address: AddressFields | None = None
    email: Email = ""
    phone: OptionalPhone = ""
    website: Line = ""
    vat_id: VatId = ""
    siren: Siren = ""
    siret: Siret = ""
    registration_number: Label = ""
    iban: OptionalIban = ""
    bic: Bic = ""
    creditor_id: CreditorId = ""
    time_zone: TimeZone = "Europe/Berlin"
    language: Language = Language.GERMAN
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = tuple(Language)
    currency: Currency = "EUR"
    invoice_number_pattern: InvoiceNumberPattern = "{year}-{number:06}"
    account_number_pattern: AccountNumberPattern = DEFAULT_ACCOUNT_NUMBERS
    mandate_reference_pattern: MandateReferencePattern = DEFAULT_MANDATE_REFERENCES
    invoice_introduction: TextFields | None = None
    invoice_footer: TextFields | None = None
    gocardless_way: GoCardlessWay = GoCardlessWay.FILE
    chorus_application_code: Annotated[
        str, shaped(r"([A-Z0-9]{6})?", "invalid-application-code", "has six letters and digits")
    ] = ""
    chorus_syntax: ChorusSyntax = ChorusSyntax.UBL
    debit_lead_days: Annotated[int, Field(ge=1, le=30)] = 2
    prenotification_days: Annotated[int, Field(ge=1, le=60)] = 14
    iban_guard: IbanGuard = IbanGuard.OFF
    iban_waiting_days: Annotated[int, Field(ge=1, le=30)] = 3

    @field_validator("languages")
    @classmethod
    def _own_language_is_offered(
        cls, languages: tuple[Language, ...], info: ValidationInfo
    ) -> tuple[Language, ...]:
        if info.data.get("language", languages[0]) not in languages:
            raise PydanticCustomError("own-language-missing", "must hold the own language")
        return tuple(dict.fromkeys(languages))


def configured(before: Organisation | None, fields: OrganisationFields) -> Organisation:
    """The next version with `fields`; an empty BIC is filled in from the IBAN."""
    version = before.version if before else 0
    ours = {
        "version": version,
        "bic": fields.bic or bic_of(fields.iban),
        "logo_sha256": before.logo_sha256 if before else "",
    }
    after = Organisation.model_validate({**fields.model_dump(), **ours})
    return after if after == before else after.model_copy(update={"version": version + 1})


def with_logo(before: Organisation, logo: Logo | None) -> Organisation:
    """The next version with the logo, or without; `before` itself when that is nothing new."""
    sha256 = logo.sha256 if logo else ""
    if sha256 == before.logo_sha256:
        return before
    return before.model_copy(update={"logo_sha256": sha256, "version": before.version + 1})


def civil_day(organisation: Organisation | None, moment: datetime) -> date:
    """The day it is at `moment` where the organisation is; before it is known, in Berlin."""
    zone = organisation.time_zone if organisation else "Europe/Berlin"
    return moment.astimezone(ZoneInfo(zone)).date()


def missing_for_debits(organisation: Organisation | None) -> tuple[FieldError, ...]:
    """Every field of the own organisation that a direct debit still needs."""
    return tuple(
        FieldError(
            f"organisation.{field}", "missing", f"Enter the {label} of your own organisation."
        )
        for field, label in NEEDED_FOR_DEBITS.items()
        if not getattr(organisation, field, "")
    )


def require_ready_for_debits(organisation: Organisation | None) -> None:
    """OrganisationIncompleteError naming everything that is missing, at once."""
    missing = missing_for_debits(organisation)
    if missing:
        labels = ", ".join(NEEDED_FOR_DEBITS[error.field.split(".")[1]] for error in missing)
        raise OrganisationIncompleteError(
            f"Direct debits need more of your own organisation: {labels}. "
            "Enter them under Organisation, then save again.",
            fields=missing,
        )
