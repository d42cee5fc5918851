"""What the timeline says of each kind of fact, in the pages' own language."""

from collections.abc import Callable, Mapping
from datetime import date

from kontor_web import words
from kontor_web.languages import Formats
from kontor_web.languages import marked as _
from kontor_web.timeline.line import Kind, Line

SAYS = {
    "prospect-registered": _("Interessent angelegt"),
    "customer-registered": _("Kunde angelegt"),
    "prospect-converted": _("In einen Kunden umgewandelt"),
    "party-changed": _("Stammdaten geändert"),
    "party-erased": _("Persönliche Daten gelöscht"),
    "note-written": _("Notiz geschrieben"),
    "bank-account-changed": _("IBAN geändert"),
    "mandate-expiring": _("Mandat %(number)s läuft am %(day)s ab"),
    "folder-opened": _("Ordner %(number)s %(title)s angelegt"),
    "folder-changed": _("Ordner %(number)s %(title)s geändert"),
    "folder-activated": _("Ordner %(number)s %(title)s aktiviert"),
    "folder-closed": _("Ordner %(number)s %(title)s geschlossen"),
    "licence-renewal-due": _("%(title)s verlängert sich am %(day)s"),
    "invoice-generated": _("Rechnung %(number)s über %(amount)s ausgestellt"),
    "credit-note-generated": _("Gutschrift %(number)s über %(amount)s ausgestellt"),
    "invoice-paid": _("Rechnung %(number)s bezahlt"),
    "invoice-part-paid": _("Rechnung %(number)s teilweise bezahlt, offen sind %(amount)s"),
    "invoice-reopened": _("Rechnung %(number)s wieder offen: %(amount)s"),
    "invoice-overdue": _("Rechnung %(number)s überfällig: %(amount)s"),
    "invoice-cancelled": _("Rechnung %(number)s storniert"),
    "debit-announced": _("Lastschrift über %(amount)s für %(number)s wird am %(day)s wiederholt"),
    "collection-presented": _("Lastschrift über %(amount)s für %(number)s eingereicht"),
    "collection-settled": _("Lastschrift über %(amount)s für %(number)s eingegangen"),
    "payment-returned": _("Lastschrift über %(amount)s für %(number)s zurückgegeben: %(reason)s"),
    "gocardless-payment-changed": _("GoCardless-Zahlung über %(amount)s für %(number)s: %(state)s"),
    "gocardless-mandate-changed": _("GoCardless-Mandat %(number)s: %(state)s"),
    "document-issued": _("Dokument zu %(number)s erstellt"),
    "invoice-delivered": _("%(number)s zugestellt an %(to)s"),
    "delivery-failed": _("%(number)s nicht zugestellt: %(reason)s"),
    "mail-bounced": _("E-Mail an %(to)s zu %(number)s kam zurück: %(reason)s"),
    "chorus-state-changed": _("Chorus Pro zu %(number)s: %(state)s %(reason)s"),
    "action-planned": _("Aktion „%(title)s“ geplant für %(day)s"),
    "action-changed": _("Aktion „%(title)s“ geändert"),
    "action-completed": _("Aktion „%(title)s“ erledigt"),
    "action-overdue": _("Aktion „%(title)s“ überfällig seit %(day)s"),
    "ticket-opened": _("Ticket %(number)s „%(title)s“ geöffnet"),
    "ticket-changed": _("Ticket %(number)s „%(title)s“: %(state)s"),
    "ticket-closed": _("Ticket %(number)s „%(title)s“ geschlossen"),
}
KIND = {
    Kind.RECORD: _("Stammdaten"),
    Kind.NOTE: _("Notizen"),
    Kind.PAYMENT: _("Zahlung"),
    Kind.FOLDER: _("Ordner"),
    Kind.INVOICE: _("Rechnungen"),
    Kind.DELIVERY: _("Zustellung"),
    Kind.ACTION: _("Aktionen"),
    Kind.TICKET: _("Tickets"),
}
ICON = {
    Kind.RECORD: "user-round",
    Kind.NOTE: "sticky-note",
    Kind.PAYMENT: "arrow-down",
    Kind.FOLDER: "folder",
    Kind.INVOICE: "receipt-euro",
    Kind.DELIVERY: "mail",
    Kind.ACTION: "list-todo",
    Kind.TICKET: "life-buoy",
}
PART = {
    "address": _("Adresse"),
    "commercial": _("Kaufmännisches"),
    "contacts": _("Kontakte"),
    "data": _("Angaben"),
    "delivery": _("Zustellung"),
    "lifecycle": _("Stand"),
    "lines": _("Positionen"),
    "on-hold": _("Abrechnungssperre"),
    "payment": _("Zahlung"),
    "suspensions": _("Pausen"),
    "vat": _("Mehrwertsteuer"),
}
#: As GoCardless and Chorus Pro name them, and of tickets; no word means two things.
STATES = words.TICKET_STATE | {
    "refused": _("abgelehnt"),
    "in-flight": _("unterwegs"),
    "paid": _("bezahlt"),
    "failed": _("gescheitert"),
    "cancelled": _("widerrufen"),
    "charged-back": _("zurückgebucht"),
    "unknown": _("unbekannt, bitte nachsehen"),
    "pending_customer_approval": _("wartet auf die Zustimmung des Kunden"),
    "pending_submission": _("wird eingereicht"),
    "submitted": _("eingereicht"),
    "active": _("in Kraft"),
    "suspended_by_payer": _("vom Zahler ausgesetzt"),
    "expired": _("abgelaufen"),
    "consumed": _("verbraucht"),
    "blocked": _("gesperrt"),
    "DEPOSEE": _("abgegeben"),
    "EN_COURS_ACHEMINEMENT": _("auf dem Weg zum Empfänger"),
    "MISE_A_DISPOSITION": _("dem Empfänger bereitgestellt"),
    "PRISE_EN_COMPTE_DESTINATAIRE": _("vom Empfänger angenommen"),
    "A_COMPLETER": _("zu ergänzen"),
    "COMPLETEE": _("ergänzt"),
    "SERVICE_FAIT": _("Leistung bestätigt"),
    "MANDATEE": _("zur Zahlung angewiesen"),
    "MISE_A_DISPOSITION_COMPTABLE": _("der Kasse übergeben"),
    "COMPTABILISEE": _("gebucht"),
    "MISE_EN_PAIEMENT": _("wird bezahlt"),
    "A_RECYCLER": _("an einen anderen Empfänger zu richten"),
    "SUSPENDUE": _("angehalten"),
    "REJETEE": _("zurückgewiesen"),
    "IN_REJETE": _("nicht angenommen"),
}
TONE = {
    "invoice-paid": "good",
    "collection-settled": "good",
    "invoice-delivered": "good",
    "invoice-overdue": "bad",
    "payment-returned": "bad",
    "delivery-failed": "bad",
    "mail-bounced": "bad",
    "action-overdue": "warn",
    "mandate-expiring": "warn",
}
Translate = Callable[[str], str]


def said(line: Line, say: Formats, word: Translate) -> str:
    """The line in the reader's language."""
    filled = _filled(line.says, say, word)
    return word(SAYS[line.type]) % filled if line.type in SAYS else line.type


def _filled(says: Mapping[str, str], say: Formats, word: Translate) -> dict[str, str]:
    filled = dict(says)
    if "amount" in filled:
        filled["amount"] = say.money(filled["amount"], filled["currency"])
    if "day" in filled:
        filled["day"] = say.day(date.fromisoformat(filled["day"]))
    if "state" in filled:
        filled["state"] = word(words.named(STATES, filled["state"]))
    return filled
