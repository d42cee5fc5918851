"""What codes are called by people, in the pages' own language; templates translate it."""

from collections.abc import Mapping

from kontor_web.error_words import FIELDS, RECORDS
from kontor_web.languages import marked as _
from kontor_web.languages import marked_for

LIFECYCLE = {"customer": _("Kunde"), "prospect": _("Interessent")}
PARTY_KIND = {
    "business": _("Unternehmen"),
    "private": _("Privatperson"),
    "public-body": _("Öffentliche Stelle"),
}
DELIVERY = {
    "email-attachment": _("E-Mail mit Anhang"),
    "email-notice": _("Nur E-Mail-Benachrichtigung"),
    "chorus-pro": _("Chorus Pro"),
    "gocardless-export": _("GoCardless-Export"),
}
VAT = {
    "standard": _("Mehrwertsteuerpflichtig"),
    "exempt": _("Steuerbefreit"),
    "eu-reverse-charge": _("Reverse-Charge in der EU"),
    "domestic-reverse-charge": _("Reverse-Charge im Inland"),
}
CHORUS_RULE = {
    "none": _("Nichts weiter"),
    "service": _("Servicecode"),
    "engagement": _("Engagement-Nummer"),
    "either": _("Eines von beiden"),
    "both": _("Beides"),
}
RECIPIENT = {"to": _("An"), "cc": _("Kopie")}
PORTAL = {
    "invoices": _("Rechnungen"),
    "services": _("Dienste"),
    "tickets": _("Tickets"),
    "manage-contacts": _("Kontakte verwalten"),
}
PAYMENT = {
    "transfer": _("Überweisung"),
    "sepa-debit": _("SEPA-Lastschrift"),
    "gocardless": _("GoCardless"),
}
MANDATE_STATE = {
    "draft": _("Entwurf"),
    "active": _("Aktiv"),
    "suspended": _("Ausgesetzt"),
    "cancelled": _("Gekündigt"),
    "expired": _("Abgelaufen"),
    "consumed": _("Verbraucht"),
}
ACTION_STATE = {
    "open": _("Offen"),
    "started": _("Begonnen"),
    "waiting": _("Wartet"),
    "done": _("Erledigt"),
    "cancelled": _("Abgesagt"),
    "skipped": _("Übersprungen"),
}
PRIORITY = {
    "low": _("Niedrig"),
    "normal": _("Normal"),
    "high": _("Hoch"),
    "urgent": _("Dringend"),
}
INVOICE_STATE = {
    "open": _("Offen"),
    "part-paid": _("Teilweise bezahlt"),
    "paid": _("Bezahlt"),
    "cancelled": _("Storniert"),
    "overdue": _("Überfällig"),
    "settled": _("Ausgeglichen"),
}
FOLDER_STATE = {
    "draft": _("Entwurf"),
    "active": _("Aktiv"),
    "suspended": _("Ausgesetzt"),
    "closed": _("Geschlossen"),
}
ROLE = {
    "admin": _("Verwaltung"),
    "accounting": _("Buchhaltung"),
    "sales": _("Vertrieb"),
    "support": _("Support"),
    "integration": _("Anbindung"),
}
TICKET_STATE = {
    "open": marked_for("ticket", "Offen"),
    "in-progress": _("In Arbeit"),
    "waiting": _("Wartet auf den Kunden"),
    "closed": _("Geschlossen"),
}
#: As the customer reads it.
OWN_TICKET_STATE = TICKET_STATE | {"waiting": _("Wartet auf Sie")}
TICKET_ORIGIN = {
    "portal": _("Kundenportal"),
    "staff": _("Team"),
    "system": _("Anbindung"),
}
INTERVAL = {
    1: _("im Monat"),
    2: _("alle zwei Monate"),
    3: _("im Quartal"),
    6: _("im Halbjahr"),
    12: _("im Jahr"),
}
DELIVERY_STATE = {
    "pending": _("Steht aus"),
    "issued": _("Ausgestellt"),
    "awaiting-document": _("Wartet auf das Dokument"),
    "queued": _("In der Warteschlange"),
    "sent": _("Gesendet"),
    "fetched": _("Abgeholt"),
    "bounced": _("Zurückgekommen"),
    "recorded": _("Vorgemerkt"),
    "taken": _("Aufgenommen"),
    "filed": _("In einer Datei"),
    "left-out": _("Ausgelassen"),
    "failed": _("Fehlgeschlagen"),
}
DEPOSIT_STATE = {
    "planned": _("Wird abgegeben"),
    "depositing": _("Wird abgegeben"),
    "deposited": _("Bei Chorus Pro"),
    "integrated": _("Angenommen"),
    "partly-integrated": _("Teilweise angenommen"),
    "done": _("Abgeschlossen"),
    "rejected": _("Zurückgewiesen"),
    "refused": _("Nicht abgegeben"),
    "repacked": _("Neu gepackt"),
    "unknown": _("Unbekannt, bitte nachsehen"),
}
DELIVERY_TONE = {
    "sent": "good",
    "fetched": "good",
    "issued": "good",
    "filed": "good",
    "failed": "bad",
    "bounced": "bad",
    "left-out": "warn",
}
LANGUAGE = {"de": _("Deutsch"), "fr": _("Französisch"), "en": _("Englisch")}
RECORD = {
    "party": _("Stammdaten"),
    "payment": _("Zahlung"),
    "note": _("Notiz"),
    "iban-change": _("Geänderte IBAN"),
}
DOOR = {
    "http": _("Oberfläche oder API"),
    "import": _("Import"),
    "event": _("Automatisch"),
    "start": _("Erster Start"),
    "portal": _("Kundenportal"),
}
#: What is still missing before invoices can be written, by its code.
MISSING = {
    "no-address": _("Vollständige Rechnungsadresse"),
    "vat-reason-missing": _("Begründung, warum keine Mehrwertsteuer anfällt"),
    "vat-id-missing": _("USt-IdNr. für Reverse-Charge"),
    "no-recipient": _("Aktiver Kontakt mit E-Mail-Adresse als Rechnungsempfänger"),
    "recipient-without-email": _("E-Mail-Adresse des Rechnungsempfängers"),
    "chorus-data-missing": _("Angaben für Chorus Pro"),
    "not-a-customer-yet": _("Noch Interessent: zuerst in einen Kunden umwandeln"),
    "on-hold": _("Abrechnung ist ausgesetzt"),
    "vat-rate-missing": _("Steuersatz für diese Tage"),
    "organisation-incomplete": _("Angaben der eigenen Organisation"),
    "currency-mismatch": _("Andere Währung als die Organisation"),
    "payer-unknown": _("Den Zahler gibt es nicht mehr"),
    "below-minimum": _("Betrag unter dem vereinbarten Mindestbetrag"),
    "negative-amount": _("Betrag ist negativ"),
    "not-computable": _("Betrag lässt sich nicht berechnen; Positionen prüfen"),
    "mandate-missing": _("Aktives Mandat für die gewählte Zahlungsart"),
}
#: What is said once, on the page after something was done.
TOLD = {
    "saved": _("Gespeichert."),
    "created": _("Angelegt."),
    "converted": _("In einen Kunden umgewandelt."),
    "noted": _("Notiz gespeichert."),
    "planned": _("Aktion hinzugefügt."),
    "finished": _("Aktion erledigt."),
    "ended": _("Sitzung beendet."),
    "sent": _("Rechnung wird erneut versendet."),
    "ticket-opened": _("Ticket geöffnet. Wir melden uns."),
    "said": _("Nachricht gesendet."),
    "password": _("Passwort geändert. Andere Geräte sind abgemeldet."),
    "password-chosen": _("Passwort gewählt. Sie können sich jetzt anmelden."),
    "invited": _("Einladung ist unterwegs."),
    "factor-removed": _("Zweiter Faktor entfernt."),
    "signed-out": _("Abgemeldet."),
    "not-in-order": _(
        "Nicht geändert: Eine Aufgabe wartet auf etwas, das dann nicht mehr vor ihr stünde."
    ),
    "nothing-to-collect": _("Es ist nichts einzuziehen."),
    "submitted": _("Als eingereicht vermerkt."),
    "confirmed": _("Als bestätigt vermerkt."),
    "assigned": _("Zugeordnet."),
    "dismissed": _("Verworfen."),
    "started": _("Lauf gestartet."),
    "removed": _("Entfernt."),
    "issued": _("Rechnung ausgestellt."),
    "credited": _("Gutschrift ausgestellt."),
    "presented-again": _("Wird mit der nächsten Lastschrift noch einmal eingezogen."),
    "activated": _("Ordner aktiviert."),
    "suspended": _("Ordner ausgesetzt."),
    "resumed": _("Ordner läuft wieder."),
    "closed": _("Ordner geschlossen."),
}
ERRORS = {
    **FIELDS,
    "required": _("Bitte ausfüllen."),
    "missing": _("Bitte ausfüllen."),
    "too-long": _("Der Text ist zu lang."),
    "too-short": _("Der Text ist zu kurz."),
    "string-too-short": _("Der Text ist zu kurz."),
    "string-too-long": _("Der Text ist zu lang."),
    "control-character": _("Enthält ein unsichtbares Zeichen oder einen Zeilenumbruch."),
    "invalid-email": _("Keine gültige E-Mail-Adresse, z. B. name@firma.de."),
    "invalid-phone": _("Keine gültige Nummer mit Ländervorwahl, z. B. +49 30 123456."),
    "invalid-iban": _("Keine gültige IBAN. Bitte Ziffern prüfen."),
    "invalid-bic": _("Keine gültige BIC: 8 oder 11 Zeichen."),
    "invalid-creditor-id": _("Keine gültige Gläubiger-ID. Bitte Ziffern prüfen."),
    "invalid-vat-id": _("Keine gültige USt-IdNr., z. B. DE136695976."),
    "invalid-siren": _("Keine gültige SIREN: 9 Ziffern."),
    "invalid-siret": _("Keine gültige SIRET: 14 Ziffern."),
    "invalid-leitweg-id": _("Keine gültige Leitweg-ID. Bitte Ziffern prüfen."),
    "invalid-reference": _("Höchstens 35 Buchstaben, Ziffern oder +?/-:().,' ohne Leerzeichen."),
    "invalid-gocardless-mandate": _("Beginnt mit MD, z. B. MD0001."),
    "invalid-pattern": _("Das Muster enthält nicht, was es braucht."),
    "siret-of-another-siren": _("Muss mit der SIREN beginnen."),
    "same-as-method": _("Bitte einen anderen Weg als den ersten wählen."),
    "unknown-country": _("Kein bekanntes Land."),
    "unknown-member": _("Kein aktives Mitglied des Teams."),
    "signed-in-future": _("Der Tag liegt in der Zukunft."),
    "not-a-day": _("Kein gültiger Tag."),
    "taken": _("Ist schon vergeben."),
    "reference-taken": _("Diese Mandatsreferenz ist schon vergeben."),
    "reference-twice": _("Diese Mandatsreferenz kommt zweimal vor."),
    "int-parsing": _("Bitte eine ganze Zahl eingeben."),
    "greater-than-equal": _("Die Zahl ist zu klein."),
    "less-than-equal": _("Die Zahl ist zu groß."),
    "invalid-name": _("Nur Buchstaben und Ziffern; der erste ist ein Buchstabe."),
    "not-a-month": _("Kein Monat, z. B. 2026-10."),
    "no-file": _("Bitte eine Datei wählen."),
    "unknown-invoice": _("Keine Rechnung hat diese Nummer."),
    "no-reference": _("Ohne Referenz."),
    "choose-lines": _("Bitte Positionen wählen oder einen Betrag eingeben."),
    "before-start": _("Das Ende liegt nicht nach dem Beginn."),
    "right-not-held": _("Sie können nur Rechte vergeben, die Sie selbst haben."),
    "decimal-parsing": _("Kein Betrag, z. B. 12,50."),
}
REFUSALS = {
    **RECORDS,
    "organisation-incomplete": _(
        "Für Lastschriften fehlen Angaben der eigenen Organisation: Name, IBAN, BIC oder "
        "Gläubiger-ID. Bitte unter Organisation ergänzen und danach noch einmal speichern."
    ),
    "wrong-password": _("E-Mail-Adresse oder Passwort stimmt nicht."),
    "second-factor-needed": _(
        "Bitte auch den Code aus Ihrer App eingeben, und das Passwort noch einmal."
    ),
    "no-second-factor": _("Bitte von vorn beginnen: das Geheimnis ist nicht mehr da."),
    "wrong-code": _("Dieser Code ist falsch oder wurde schon benutzt."),
    "email-taken": _("Diese E-Mail-Adresse gehört schon einem anderen Mitglied."),
    "too-many-attempts": _("Zu viele falsche Versuche. Bitte kurz warten und dann neu versuchen."),
    "not-yet-known": _("Der Datensatz ist noch unterwegs. Bitte in ein paar Sekunden noch einmal."),
    "not-allowed": _("Dazu fehlt Ihnen die Berechtigung."),
    "function-in-use": _("Kontakte haben diese Funktion; sie kann nur stillgelegt werden."),
    "function-exists": _("Diese Funktion gibt es schon."),
}


def error(code: str, message: str) -> str:
    """What is wrong with a field."""
    return ERRORS.get(code) or MISSING.get(code) or message


def refusal(code: str, message: str) -> str:
    """Why a form was refused as a whole; empty when its fields say it all."""
    return REFUSALS.get(code, "" if code == "invalid-input" else message)


def reason(code: str, message: str) -> str:
    """Why something did not work, by its code; else as the service says it."""
    return ERRORS.get(code) or MISSING.get(code) or REFUSALS.get(code) or message


def named(names: Mapping[str, str], code: str) -> str:
    """What the code is called; an unknown one by itself."""
    return names.get(code, code)
