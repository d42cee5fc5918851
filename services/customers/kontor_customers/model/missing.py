"""What a party still lacks before it can be invoiced: shown, never in the way of saving."""

from collections.abc import Iterator

from kontor_contracts.customers.party import (
    ChorusRule,
    DeliveryMethod,
    Party,
    VatStatus,
    VatTreatment,
)
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.values import Language, Value

from kontor_customers.model.payment import has_usable_mandate
from kontor_customers.model.tax_ids import is_of_other_member_state

BY_EMAIL = frozenset({DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE})


class Missing(Value):
    """A field to fill in, the code under which a run leaves the party out, and what to do."""

    field: str
    code: str
    message: str


def missing_for_invoices(
    party: Party, payment: PaymentDetails | None, *, own_country: str = ""
) -> tuple[Missing, ...]:
    """Everything that is still needed for invoices to `party` (*Noch nötig für Rechnungen*)."""
    return (
        *_address(party),
        *_vat(party, own_country),
        *_recipients(party),
        *_chorus(party),
        *_mandate(payment),
    )


def _address(party: Party) -> Iterator[Missing]:
    address = party.billing_address
    if address is None:
        yield Missing(field="billing_address", code="no-address", message="Enter an address.")
        return
    parts = {
        "street": address.street or address.addition,
        "postcode": address.postcode,
        "city": address.city,
    }
    for field, said in parts.items():
        if not said:
            yield Missing(
                field=f"billing_address.{field}",
                code="no-address",
                message="An invoice shows the whole address (§ 14 UStG).",
            )


def _vat(party: Party, own_country: str) -> Iterator[Missing]:
    """Reverse charge has its prescribed words; an exemption has none."""
    vat = party.vat
    if vat.treatment is VatTreatment.EXEMPT:
        yield from _exemption(vat, party.language)
    if not _has_vat_id_for(vat.treatment, party, own_country):
        yield Missing(
            field="vat_id",
            code="vat-id-missing",
            message="Reverse charge needs the VAT id; in the EU that of another member state.",
        )


def _exemption(vat: VatStatus, language: Language) -> Iterator[Missing]:
    if not vat.reason_code:
        yield Missing(
            field="vat.reason_code",
            code="vat-reason-missing",
            message="Choose the VATEX code of the exemption; e-invoices carry it.",
        )
    if not (vat.reason and vat.reason.in_language(language)):
        yield Missing(
            field="vat.reason",
            code="vat-reason-missing",
            message="Say why no VAT is charged; the reason is printed.",
        )


def _has_vat_id_for(treatment: VatTreatment, party: Party, own_country: str) -> bool:
    match treatment:
        case VatTreatment.EU_REVERSE_CHARGE:
            return is_of_other_member_state(party.vat_id, own_country)
        case VatTreatment.DOMESTIC_REVERSE_CHARGE:
            return bool(party.vat_id or party.siren)
    return True


def _recipients(party: Party) -> Iterator[Missing]:
    recipients = [one for one in party.contacts if one.active and one.invoice_recipient]
    if party.delivery.method in BY_EMAIL and not any(one.email for one in recipients):
        yield Missing(
            field="contacts",
            code="no-recipient",
            message="Make an active contact with an e-mail address an invoice recipient.",
        )
        return
    for contact in recipients:
        if not contact.email:
            yield Missing(
                field=f"contacts.{contact.id}.email",
                code="recipient-without-email",
                message=f"{contact.name} is to get invoices but has no e-mail address.",
            )


def _chorus(party: Party) -> Iterator[Missing]:
    if party.delivery.method is not DeliveryMethod.CHORUS_PRO:
        return
    for field, said in _chorus_needs(party).items():
        if not said:
            yield Missing(
                field=field,
                code="chorus-data-missing",
                message="Chorus Pro asks for it; an engagement number may stand on the folder.",
            )


def _chorus_needs(party: Party) -> dict[str, str]:
    """The fields that Chorus Pro or this buyer demands, with what they hold."""
    chorus = party.chorus
    service = {"chorus.service_code": chorus.service_code}
    engagement = {"chorus.engagement_number": chorus.engagement_number}
    siret = {"siret": party.siret}
    match chorus.rule:
        case ChorusRule.NONE:
            return siret
        case ChorusRule.SERVICE:
            return siret | service
        case ChorusRule.ENGAGEMENT:
            return siret | engagement
        case ChorusRule.BOTH:
            return siret | service | engagement
        case ChorusRule.EITHER:
            either = chorus.service_code or chorus.engagement_number
            return siret | {"chorus.service_code": either}


def _mandate(payment: PaymentDetails | None) -> Iterator[Missing]:
    if payment is None or payment.method is PaymentMethod.TRANSFER:
        return
    if not has_usable_mandate(payment):
        yield Missing(
            field="payment.mandate_id",
            code="mandate-missing",
            message="Enter a mandate that is active, or choose another payment method.",
        )
