"""The provider's own organisation: who issues the invoices, and to which account they are paid."""

from enum import StrEnum

from pydantic import Base64Bytes

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
LOGO_KEY = "logo"


class GoCardlessWay(StrEnum):
    """One way per organisation, never both: it would charge twice."""

    FILE = "gocardless-file"
    API = "gocardless-api"


class ChorusSyntax(StrEnum):
    UBL = "ubl"
    CII = "cii"


class IbanGuard(StrEnum):
    """What a changed IBAN of a customer waits for before it is used."""

    OFF = "off"
    SECOND_PERSON = "second-person"
    WAITING_TIME = "waiting-time"


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
    #: Offered for customers and contacts.
    languages: tuple[Language, ...] = (Language.GERMAN, Language.FRENCH, Language.ENGLISH)
    currency: CurrencyCode = "EUR"
    #: `{year}` and `{number:06}` are filled in.
    invoice_number_pattern: str = "{year}-{number:06}"
    account_number_pattern: str = "K-{number:06}"
    #: For mandates whose reference nobody gives.
    mandate_reference_pattern: str = "M-{number:06}"
    #: Printed above and below the lines of an invoice.
    invoice_introduction: LocalizedText | None = None
    invoice_footer: LocalizedText | None = None
    #: SHA-256 of the logo in hexadecimal; nothing: there is none.
    logo_sha256: str = ""
    gocardless_way: GoCardlessWay = GoCardlessWay.FILE
    #: Six characters, given by AIFE with the connection request.
    chorus_application_code: str = ""
    chorus_syntax: ChorusSyntax = ChorusSyntax.UBL
    #: TARGET days between handing in a debit file and its collection date.
    debit_lead_days: int = 2
    #: Calendar days of pre-notification agreed in the terms.
    prenotification_days: int = 14
    iban_guard: IbanGuard = IbanGuard.OFF
    #: Days that a changed IBAN waits under `waiting-time`.
    iban_waiting_days: int = 3


class OrganisationConfigured(Event, topic=CUSTOMERS_ORGANISATION):
    """The own organisation was entered or changed. Carries the whole state."""

    organisation: Organisation

    @property
    def subject(self) -> str:
        return ORGANISATION_KEY

    @property
    def order(self) -> int:
        return self.organisation.version


class OrganisationLogoChanged(Event, topic=CUSTOMERS_ORGANISATION):
    """The logo was set, or taken away: then `image` is empty. `version` is the organisation's."""

    version: int
    #: `image/png` or `image/jpeg`.
    media_type: str = ""
    sha256: str = ""
    image: Base64Bytes = b""

    @property
    def subject(self) -> str:
        return LOGO_KEY

    @property
    def order(self) -> int:
        return self.version
