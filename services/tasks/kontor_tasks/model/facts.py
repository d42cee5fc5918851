"""Which facts open an action: each cause one, however often it is told."""

from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.delivery.delivery import Channel, DeliveryFailed
from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Language, LocalizedText

from kontor_tasks.model.working_days import next_working_day

CAUSES = UUID("6e6f7a4e-4d7e-5b0e-9a55-6b3a1f0c2d77")
DELIVERY_FAILED = "delivery-failed"
ACCOUNTING = "accounting"
#: Follows from another failure of the same invoice, which has an action already.
CONSEQUENCES = frozenset({"no-document"})
TITLE = LocalizedText(
    de="Rechnung {number} nicht zugestellt: {channel}",
    fr="Facture {number} non remise : {channel}",
    en="Invoice {number} not delivered: {channel}",
)
CHANNELS = {
    Channel.DOCUMENT: LocalizedText(de="Dokument", fr="document", en="document"),
    Channel.EMAIL: LocalizedText(de="E-Mail", fr="e-mail", en="e-mail"),
    Channel.CHORUS_PRO: LocalizedText(de="Chorus Pro"),
    Channel.GOCARDLESS: LocalizedText(de="GoCardless"),
}


def action_after(failure: DeliveryFailed, organisation: Organisation | None) -> Action | None:
    """What a person has to do, in the organisation's language, by its next working day."""
    if failure.code in CONSEQUENCES:
        return None
    language = organisation.language if organisation else Language.GERMAN
    zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
    title = TITLE.in_language(language)
    channel = CHANNELS[failure.channel].in_language(language)
    return Action(
        id=uuid5(CAUSES, f"{DELIVERY_FAILED}/{failure.invoice_id}/{failure.channel}"),
        version=1,
        kind=DELIVERY_FAILED,
        title=title.format(number=failure.invoice_number, channel=channel),
        description=failure.reason,
        due_on=next_working_day(failure.at.astimezone(zone).date()),
        party_id=failure.party_id,
        invoice_id=failure.invoice_id,
        role=ACCOUNTING,
    )
