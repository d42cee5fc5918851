"""How an invoice will leave the house, frozen at issue; and what that way demands beforehand."""

from collections.abc import Iterator

from kontor_contracts.billing.invoice import DeliveryTerms, Recipient
from kontor_contracts.customers.party import (
    ChorusRouting,
    ChorusRule,
    Contact,
    DeliveryMethod,
    Party,
    PortalRight,
)
from stdnum.fr import siret

from kontor_billing.model.left_out import Obstacle, Reason

MAIL = (DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE)
#: Chorus Pro CPRO-20..44.
LONGEST_NAME = 99
LONGEST_SERVICE_CODE = 100
LONGEST_ENGAGEMENT = 50


def delivery_terms(party: Party, engagement: str) -> DeliveryTerms | tuple[Obstacle, ...]:
    """The preferred method, else a fallback that can serve; else what the preferred one lacks."""
    recipients = recipients_of(party)
    preferred, fallback = party.delivery.method, party.delivery.fallback
    lacking = tuple(_obstacles(preferred, party, recipients, engagement))
    if not lacking:
        return DeliveryTerms(method=preferred, fallback=fallback, recipients=recipients)
    if fallback and not any(_obstacles(fallback, party, recipients, engagement)):
        return DeliveryTerms(method=fallback, recipients=recipients)
    return lacking


def recipients_of(party: Party) -> tuple[Recipient, ...]:
    """The active contacts that get invoices, as they are at issue."""
    return tuple(
        _recipient(contact, party)
        for contact in party.contacts
        if contact.active and contact.invoice_recipient and contact.email
    )


def _recipient(contact: Contact, party: Party) -> Recipient:
    assert contact.invoice_recipient  # noqa: S101  # chosen by the caller
    return Recipient(
        contact_id=contact.id,
        name=contact.name,
        email=contact.email,
        language=contact.language or party.language,
        role=contact.invoice_recipient,
        has_portal=PortalRight.INVOICES in contact.portal_rights,
    )


def _obstacles(
    method: DeliveryMethod, party: Party, recipients: tuple[Recipient, ...], engagement: str
) -> Iterator[Obstacle]:
    if method in MAIL and not recipients:
        yield Obstacle(
            code=Reason.NO_RECIPIENT,
            message="no active contact with an e-mail address is an invoice recipient",
            fields=("contacts",),
        )
    if method is DeliveryMethod.CHORUS_PRO and (wrong := chorus_fields(party, engagement)):
        yield Obstacle(
            code=Reason.CHORUS_DATA_MISSING,
            message=f"Chorus Pro refuses the invoice without {', '.join(wrong)}",
            fields=wrong,
        )


def chorus_fields(party: Party, engagement: str) -> tuple[str, ...]:
    """The fields that Chorus Pro finds missing or wrong."""
    checks = {
        "name": len(party.name) <= LONGEST_NAME,
        "siret": siret.is_valid(party.siret),
        "currency": party.currency == "EUR",
        "chorus.service_code": len(party.chorus.service_code) <= LONGEST_SERVICE_CODE,
        "chorus.engagement_number": len(engagement) <= LONGEST_ENGAGEMENT,
    }
    wrong = tuple(field for field, right in checks.items() if not right)
    return wrong + _missing_routing(party.chorus, engagement)


def _missing_routing(routing: ChorusRouting, engagement: str) -> tuple[str, ...]:
    given = {
        "chorus.service_code": bool(routing.service_code),
        "chorus.engagement_number": bool(engagement),
    }
    if routing.rule is ChorusRule.NONE or (
        routing.rule is ChorusRule.EITHER and any(given.values())
    ):
        return ()
    wanted = {
        ChorusRule.SERVICE: ("chorus.service_code",),
        ChorusRule.ENGAGEMENT: ("chorus.engagement_number",),
    }.get(routing.rule, tuple(given))
    return tuple(field for field in wanted if not given[field])
