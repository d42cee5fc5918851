"""The provider's own organisation: who issues the invoices, and to which account they are paid."""

from enum import StrEnum

from kontor_contracts.event import Event
from kontor_contracts.topics import CUSTOMERS_ORGANISATION
from kontor_contracts.values import (
    Address,
    CurrencyCode,
    Language,
    LocalizedText,
    Value,
)

#: There is one organisation per installation; the key of its topic.
ORGANISATION_KEY = "organisation"


class GoCardlessWay(StrEnum):
    """One way per organisation, never both: it would charge twice."""

    FILE = "gocardless-file"
    API = "gocardless-api"


class ChorusSyntax(StrEnum):
    UBL = "ubl"
    CII = "cii"


class Organisation(Value):
    """Names, register and tax numbers, bank, and the choices that hold for all customers."""

    version: int
    name: str
    legal_form: str = ""
    address: Address | None = None
    email: str = ""
    phone: str = ""
    website: str = ""
    vat_id: str = ""
    siren: str = ""
    siret: str = ""
    registration_number: str = ""
    iban: str = ""
    bic: str = ""
    #: SEPA creditor identifier.
    creditor_id: str = ""
    #: IANA name; periods, due dates and *overdue* are counted in it.
    time_zone: str = "Europe/Berlin"
    language: Language = Language.GERMAN
    currency: CurrencyCode = "EUR"
    #: `{year}` and `{number:06}` are filled in.
    invoice_number_pattern: str = "{year}-{number:06}"
    invoice_footer: LocalizedText | None = None
    gocardless_way: GoCardlessWay = GoCardlessWay.FILE
    #: Six characters, given by AIFE with the connection request.
    chorus_application_code: str = ""
    chorus_syntax: ChorusSyntax = ChorusSyntax.UBL
    #: TARGET days between handing in a debit file and its collection date.
    debit_lead_days: int = 2
    #: Calendar days of pre-notification agreed in the terms.
    prenotification_days: int = 14


class OrganisationConfigured(Event, topic=CUSTOMERS_ORGANISATION):
    """The own organisation was entered or changed. Carries the whole state."""

    organisation: Organisation

    @property
    def subject(self) -> str:
        return ORGANISATION_KEY

    @property
    def order(self) -> int:
        return self.organisation.version
