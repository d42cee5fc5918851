"""What may be entered about a folder and its lines."""

from collections.abc import Mapping, Sequence

from kontor_contracts.billing.installation import Installation
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.customers.team import Member
from pydantic import JsonValue

from kontor_web import billing_words, words
from kontor_web.forms import Field, Frame, Kind, Option, Rows, Section, options_of
from kontor_web.languages import marked
from kontor_web.pages.parties.fields import (
    asked_if_known,
    batches_to_choose,
    members_to_choose,
)
from kontor_web.pages.parties.payer import PAYER, PAYER_ALIASES
from kontor_web.pages.parties.records import BatchName

INTERVALS = {
    "1": marked("Monatlich"),
    "2": marked("Alle zwei Monate"),
    "3": marked("Vierteljährlich"),
    "6": marked("Halbjährlich"),
    "12": marked("Jährlich"),
}
NUMBER = Field(
    "number",
    marked("Nummer"),
    required=True,
    width="narrow",
    hint=marked("Eindeutig je Kunde, z. B. 01."),
)
TITLE = Field("title", marked("Titel"), required=True, width="wide")
TERMS = (
    Field("site", marked("Standort")),
    Field("purchase_order", marked("Bestellnummer des Kunden")),
    Field(
        "batch",
        marked("Abrechnungsgruppe"),
        kind=Kind.CHOICE,
        hint=marked("Bei einer Sammelrechnung gilt die Gruppe des Kunden."),
    ),
    Field(
        "standard_installation",
        marked("Standard-Installation"),
        kind=Kind.CHOICE,
        hint=marked("Ihre Aufgaben beginnen mit der Aktivierung."),
    ),
)
PAYMENT = Section(
    marked("Zahlung dieses Ordners"),
    (
        Field(
            "payment.method",
            marked("Zahlungsart"),
            kind=Kind.CHOICE,
            options=options_of(words.PAYMENT, empty=marked("Wie beim Kunden")),
        ),
        Field("payment.mandate_id", marked("Mandat"), kind=Kind.CHOICE),
        PAYER,
    ),
)
ARTICLE = Section(
    marked("Position"),
    (
        Field(
            "kind",
            marked("Art"),
            kind=Kind.CHOICE,
            options=options_of(billing_words.LINE_KIND),
            width="third",
        ),
        Field("article", marked("Artikel"), width="third"),
        Field(
            "unit",
            marked("Einheit"),
            kind=Kind.CHOICE,
            options=options_of(billing_words.UNIT),
            width="third",
        ),
        Field("description", marked("Beschreibung"), required=True, width="full"),
        Field("quantity", marked("Menge"), kind=Kind.AMOUNT, width="third"),
        Field(
            "unit_price",
            marked("Einzelpreis netto"),
            kind=Kind.AMOUNT,
            required=True,
            width="third",
        ),
        Field("discount_percent", marked("Rabatt in Prozent"), kind=Kind.AMOUNT, width="third"),
    ),
)
TIME = Section(
    marked("Zeitraum"),
    (
        Field("start", marked("Beginnt am"), kind=Kind.DATE, required=True, width="third"),
        Field(
            "end",
            marked("Endet am"),
            kind=Kind.DATE,
            width="third",
            hint=marked("Dieser Tag wird nicht mehr berechnet. Leer: läuft weiter."),
        ),
        Field(
            "interval_months",
            marked("Abrechnung"),
            kind=Kind.CHOICE,
            options=options_of(INTERVALS),
            width="third",
        ),
        Field(
            "timing",
            marked("Berechnet"),
            kind=Kind.CHOICE,
            options=options_of(billing_words.TIMING),
            width="third",
        ),
        Field(
            "renewal_notice_days",
            marked("Verlängerung melden"),
            kind=Kind.NUMBER,
            width="third",
            hint=marked("So viele Tage vorher; nur bei jährlichen Lizenzen."),
        ),
        Field(
            "discount_amount",
            marked("Nachlass je Zeitraum"),
            kind=Kind.AMOUNT,
            width="third",
        ),
    ),
)
TARIFF = Section(
    marked("Tarif nach Verbrauch"),
    (
        Field("tariff.kind", marked("Verbrauchsart"), hint=marked("z. B. calls oder data")),
        Field(
            "tariff.unit",
            marked("Gemessen in"),
            kind=Kind.CHOICE,
            options=options_of(billing_words.USAGE_UNIT),
        ),
        Field(
            "tariff.per",
            marked("Preis je"),
            kind=Kind.NUMBER,
            hint=marked("Zahl der Einheiten, z. B. 60 Sekunden."),
        ),
        Field("tariff.step", marked("Aufgerundet auf"), kind=Kind.NUMBER),
        Field("tariff.included", marked("Frei im Monat"), kind=Kind.NUMBER),
        Field("tariff.cap", marked("Höchstens im Monat"), kind=Kind.AMOUNT),
        Field("tariff.destination", marked("Nur Ziele, die so beginnen")),
    ),
    folded=True,
)
PAUSES = Rows(
    "pauses",
    marked("Pausen"),
    (
        Field("start", marked("Pause ab"), kind=Kind.DATE),
        Field("end", marked("Wieder ab"), kind=Kind.DATE),
    ),
    hint=marked("In einer Pause wird die Position nicht berechnet."),
    folded=True,
)
PRICES = Rows(
    "prices",
    marked("Künftige Preise"),
    (
        Field("start", marked("Gilt ab"), kind=Kind.DATE),
        Field("unit_price", marked("Neuer Einzelpreis"), kind=Kind.AMOUNT),
    ),
    folded=True,
)
LINE_FRAME = Frame((ARTICLE, TIME, TARIFF), optional={"tariff": ("unit",)}, rows=(PAUSES, PRICES))
NEW_LINE: Mapping[str, JsonValue] = {
    "kind": "recurring",
    "unit": "MON",
    "quantity": "1",
    "interval_months": 1,
    "timing": "advance",
}


def folder_frame(
    templates: Sequence[Installation],
    batches: Sequence[BatchName] | None,
    mandates: tuple[Option, ...],
    team: Sequence[Member],
    *,
    is_new: bool = False,
) -> Frame:
    """The form of a folder; every role that some template needs is a slot."""
    slots = sorted({task.role for one in templates for phase in one.phases for task in phase.tasks})
    roles = tuple(
        Field(f"roles.{slot}", billing_words.SLOT.get(slot, slot), kind=Kind.CHOICE)
        for slot in slots
        if slot
    )
    basics = (NUMBER, TITLE) if is_new else (TITLE,)
    terms = [asked_if_known(one, batches) if one.path == "batch" else one for one in TERMS]
    sections = [Section(marked("Der Ordner"), (*basics, *terms)), PAYMENT]
    if roles:
        sections.append(Section(marked("Wer macht was"), roles))
    members = members_to_choose(team)
    return Frame(
        tuple(sections),
        options={
            "batch": batches_to_choose(batches or ()),
            "standard_installation": (
                Option("", marked("Keine")),
                *(Option(one.key, one.title) for one in templates),
            ),
            "payment.mandate_id": mandates,
            **{one.path: members for one in roles},
        },
        optional={"payment": ("mandate_id",)},
        aliases=PAYER_ALIASES,
    )


def mandates_to_choose(details: PaymentDetails | None, *, by_another: bool) -> tuple[Option, ...]:
    """Those of the customer, or of another who pays."""
    first = Option("", marked("Das des Zahlers") if by_another else marked("Das des Kunden"))
    if details is None:
        return (first,)
    sepa = (Option(str(one.id), one.reference) for one in details.mandates)
    gocardless = (Option(str(one.id), one.reference) for one in details.gocardless_mandates)
    return (first, *sepa, *gocardless)
