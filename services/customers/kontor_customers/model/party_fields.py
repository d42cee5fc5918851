"""What a caller may write about a customer or prospect: the name is needed, all else can follow."""

from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from kontor_contracts.customers.party import (
    ChorusRule,
    DeliveryMethod,
    PartyKind,
    VatTreatment,
)
from kontor_contracts.values import Amount, Language
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from kontor_customers.model.codes import Country, Currency
from kontor_customers.model.contact_fields import MOST_CONTACTS, ContactFields
from kontor_customers.model.strict import Strict
from kontor_customers.model.tax_ids import (
    LEITWEG_FORM,
    Siren,
    Siret,
    VatId,
    refuse_wrong_leitweg_id,
)
from kontor_customers.model.text import Label, Line, Name, Paragraph, line, shaped
from kontor_customers.model.vatex import Vatex, contradicts
from kontor_customers.model.vatex_texts import text_of


class AddressFields(Strict):
    street: Line = ""
    house_number: Annotated[str, line(16)] = ""
    addition: Line = ""
    postcode: Annotated[str, line(16)] = ""
    city: Label = ""
    country: Country


class TextFields(Strict):
    de: Paragraph = ""
    fr: Paragraph = ""
    en: Paragraph = ""


class VatFields(Strict):
    treatment: VatTreatment = VatTreatment.STANDARD
    reason_code: Vatex = ""
    reason: Annotated[TextFields | None, Field(validate_default=True)] = None

    @field_validator("reason_code")
    @classmethod
    def _is_of_the_treatment(cls, code: str, info: ValidationInfo) -> str:
        treatment = info.data.get("treatment")
        if treatment and contradicts(code, treatment):
            raise PydanticCustomError("vatex-of-other-treatment", "tells of another treatment")
        return code

    @field_validator("reason")
    @classmethod
    def _in_every_language(
        cls, reason: TextFields | None, info: ValidationInfo
    ) -> TextFields | None:
        """Where an exemption's code has words of its own, no language stays without any."""
        known = text_of(info.data.get("reason_code", ""))
        if known is None or info.data.get("treatment") is not VatTreatment.EXEMPT:
            return reason
        said = {language: text for language, text in reason or () if text}
        return TextFields.model_validate({**known.model_dump(), **said})


class ChorusFields(Strict):
    rule: ChorusRule = ChorusRule.NONE
    service_code: Annotated[str, line(100)] = ""
    engagement_number: Annotated[str, line(50)] = ""


class ElectronicAddressFields(Strict):
    scheme: Annotated[
        str,
        shaped(r"[0-9]{4}|[A-Z]{2}", "invalid-scheme", "is a code of the EAS list, such as 9930"),
    ]
    id: Annotated[str, line(100, required=True)]


class DeliveryFields(Strict):
    method: DeliveryMethod = DeliveryMethod.EMAIL_ATTACHMENT
    fallback: DeliveryMethod | None = None

    @field_validator("fallback")
    @classmethod
    def _is_another_way(
        cls, fallback: DeliveryMethod | None, info: ValidationInfo
    ) -> DeliveryMethod | None:
        if fallback and fallback is info.data.get("method"):
            raise PydanticCustomError("same-as-method", "must be another way than the first")
        return fallback


class PaymentTermFields(Strict):
    days: Annotated[int, Field(ge=0, le=365)] = 14
    end_of_month: bool = False


class PartyFields(Strict):
    """The writable part of `kontor_contracts.customers.party.Party`, field by field."""

    read_only: ClassVar[frozenset[str]] = frozenset(
        {"id", "version", "number", "lifecycle", "customer_since", "missing"}
    )

    name: Name
    kind: PartyKind = PartyKind.BUSINESS
    legal_form: Label = ""
    billing_address: AddressFields | None = None
    delivery_address: AddressFields | None = None
    vat_id: VatId = ""
    siren: Siren = ""
    siret: Siret = ""
    registration_number: Label = ""
    accounting_reference: Label = ""
    language: Language = Language.GERMAN
    currency: Currency = "EUR"
    electronic_address: ElectronicAddressFields | None = None
    buyer_reference: Annotated[str, line(100)] = ""
    chorus: ChorusFields = ChorusFields()
    vat: VatFields = VatFields()
    consolidate_invoices: bool = False
    payment_term: PaymentTermFields = PaymentTermFields()
    minimum_invoice: Annotated[Amount, Field(ge=Decimal(0))] | None = None
    billing_batch: Label = ""
    delivery: DeliveryFields = DeliveryFields()
    contacts: Annotated[tuple[ContactFields, ...], Field(max_length=MOST_CONTACTS)] = ()
    tags: Annotated[tuple[Label, ...], Field(max_length=50)] = ()
    on_hold: Line = ""
    payer_id: UUID | None = None
    responsible_id: UUID | None = None

    @field_validator("tags")
    @classmethod
    def _each_tag_once(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tag for tag in tags if tag))

    @field_validator("buyer_reference")
    @classmethod
    def _leitweg_id_checks(cls, reference: str, info: ValidationInfo) -> str:
        if info.data.get("kind") is PartyKind.PUBLIC_BODY and LEITWEG_FORM.fullmatch(reference):
            refuse_wrong_leitweg_id(reference)
        return reference

    @field_validator("siret")
    @classmethod
    def _siret_belongs_to_siren(cls, siret: str, info: ValidationInfo) -> str:
        siren = info.data.get("siren", "")
        if siret and siren and not siret.startswith(siren):
            raise PydanticCustomError("siret-of-another-siren", "must start with the SIREN")
        return siret
