"""What may be entered about a customer or prospect; only the name has a star."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kontor_contracts.customers.team import Member
from kontor_contracts.values import Language
from pydantic import JsonValue

from kontor_web import words
from kontor_web.countries import countries
from kontor_web.forms import Field, Frame, Kind, Option, Section, options_of
from kontor_web.languages import marked
from kontor_web.pages.parties.payer import PAYER, PAYER_ALIASES
from kontor_web.pages.parties.records import BatchName

STANDARD = "standard"

BASICS = Section(
    marked("Stammdaten"),
    (
        Field("name", marked("Name"), required=True, width="full"),
        Field("kind", marked("Art"), kind=Kind.CHOICE, options=options_of(words.PARTY_KIND)),
        Field("legal_form", marked("Rechtsform")),
        Field("language", marked("Sprache"), kind=Kind.CHOICE, options=options_of(words.LANGUAGE)),
        Field("responsible_id", marked("Zuständig"), kind=Kind.CHOICE),
    ),
)
ADDRESS = Section(
    marked("Rechnungsadresse"),
    (
        Field("billing_address.street", marked("Straße"), width="wide"),
        Field("billing_address.house_number", marked("Hausnummer"), width="narrow"),
        Field("billing_address.addition", marked("Adresszusatz"), width="full"),
        Field("billing_address.postcode", marked("Postleitzahl"), width="narrow"),
        Field("billing_address.city", marked("Ort"), width="wide"),
        Field("billing_address.country", marked("Land"), kind=Kind.CHOICE),
    ),
)
COMMERCIAL = Section(
    marked("Kaufmännische Informationen"),
    (
        Field(
            "consolidate_invoices",
            marked("Rechnungen zusammenfassen"),
            kind=Kind.CHECK,
            width="full",
            hint=marked(
                "Alle Ordner auf einer Rechnung je Abrechnungszeitraum, "
                "jeder als eigener Abschnitt."
            ),
        ),
        Field(
            "vat.liable",
            marked("Mehrwertsteuerpflichtig"),
            kind=Kind.CHECK,
            width="full",
            hint=marked("Der geltende Steuersatz gilt von selbst für jeden abgerechneten Artikel."),
        ),
        Field("vat_id", marked("USt-IdNr.")),
        Field("payment_term.days", marked("Zahlungsziel in Tagen"), kind=Kind.NUMBER),
        Field("payment_term.end_of_month", marked("Dann zum Monatsende"), kind=Kind.CHECK),
        Field("accounting_reference", marked("Debitorenkonto")),
        PAYER,
        Field(
            "minimum_invoice",
            marked("Mindestbetrag einer Rechnung"),
            kind=Kind.AMOUNT,
            hint=marked("Brutto. Was darunter liegt, wartet auf den nächsten Zeitraum."),
        ),
        Field(
            "on_hold",
            marked("Abrechnung ausgesetzt, weil"),
            hint=marked("Solange hier etwas steht, entstehen keine Rechnungen."),
        ),
    ),
)
BATCH = Field(
    "billing_batch",
    marked("Abrechnungsgruppe"),
    kind=Kind.CHOICE,
    hint=marked("Gilt für alle Ordner, die keine eigene nennen."),
)
EXEMPTION = Section(
    marked("Warum keine Mehrwertsteuer anfällt"),
    name="exemption",
    fields=(
        Field(
            "vat.treatment",
            marked("Grund"),
            kind=Kind.CHOICE,
            options=options_of({key: text for key, text in words.VAT.items() if key != STANDARD}),
        ),
        Field("vat.reason_code", marked("VATEX-Code")),
        Field("vat.reason.de", marked("Begründung auf der Rechnung"), width="full"),
    ),
)
DELIVERY = Section(
    marked("Rechnungsversand"),
    (
        Field(
            "delivery.method",
            marked("Versandart"),
            kind=Kind.CHOICE,
            options=options_of(words.DELIVERY),
            hint=marked("Gilt für jede Rechnung dieses Kunden."),
        ),
        Field(
            "delivery.fallback",
            marked("Ersatzweise"),
            kind=Kind.CHOICE,
            options=options_of(words.DELIVERY, empty=marked("Kein Ersatz")),
        ),
    ),
)
CHORUS = Section(
    title=marked("Öffentliche Stellen und Chorus Pro"),
    folded=True,
    fields=(
        Field("siren", marked("SIREN")),
        Field("siret", marked("SIRET")),
        Field(
            "chorus.rule",
            marked("Chorus Pro verlangt"),
            kind=Kind.CHOICE,
            options=options_of(words.CHORUS_RULE),
        ),
        Field("chorus.service_code", marked("Servicecode")),
        Field("chorus.engagement_number", marked("Engagement-Nummer")),
        Field("buyer_reference", marked("Leitweg-ID oder Käuferreferenz")),
    ),
)


def party_frame(
    language: Language, members: Sequence[Member], batches: Sequence[BatchName] | None
) -> Frame:
    """The whole form; its batch is not asked for when billing cannot say which there are."""
    commercial = replace(COMMERCIAL, fields=(*COMMERCIAL.fields, asked_if_known(BATCH, batches)))
    return Frame(
        (BASICS, ADDRESS, commercial, EXEMPTION, DELIVERY, CHORUS),
        options={
            "billing_address.country": countries(language),
            "responsible_id": members_to_choose(members),
            "billing_batch": batches_to_choose(batches or ()),
        },
        optional={"billing_address": ("country",), "vat.reason": ()},
        aliases=PAYER_ALIASES,
    )


def asked_if_known(batch: Field, batches: Sequence[BatchName] | None) -> Field:
    """Kept as it is while nobody can say what there is to choose from."""
    return batch if batches is not None else replace(batch, kind=Kind.HIDDEN)


def batches_to_choose(batches: Sequence[BatchName]) -> tuple[Option, ...]:
    named = (Option(one.name, one.title or one.name) for one in batches)
    return (Option("", marked("Keine")), *named)


def members_to_choose(members: Sequence[Member]) -> tuple[Option, ...]:
    """Who has left stays where it was chosen: saving the rest does not change that."""
    named = (Option(str(one.id), one.name, retired=not one.active) for one in members)
    return (Option("", marked("Niemand")), *named)


def as_asked(record: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The record with *Mehrwertsteuerpflichtig* as the box that it is on the page."""
    vat = record.get("vat")
    kept: dict[str, JsonValue] = dict(vat) if isinstance(vat, dict) else {"treatment": STANDARD}
    kept["liable"] = kept.get("treatment") == STANDARD
    return {**record, "vat": kept}


def as_stored(record: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The record with the treatment that the box stands for."""
    vat = record.get("vat")
    kept: dict[str, JsonValue] = dict(vat) if isinstance(vat, dict) else {}
    if kept.pop("liable", True):
        kept = {"treatment": STANDARD}
    return {**record, "vat": kept, **_without_empty_choices(record)}


def _without_empty_choices(record: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """An empty choice stands for none."""
    chosen = record.get("delivery")
    delivery: dict[str, JsonValue] = dict(chosen) if isinstance(chosen, dict) else {}
    delivery["fallback"] = delivery.get("fallback") or None
    return {"responsible_id": record.get("responsible_id") or None, "delivery": delivery}


NEW_PARTY: Mapping[str, JsonValue] = {
    "kind": "business",
    "language": "de",
    "vat": {"treatment": STANDARD},
    "payment_term": {"days": 14},
    "delivery": {"method": "email-attachment"},
    "chorus": {"rule": "none"},
    "billing_address": {"country": "DE"},
}
