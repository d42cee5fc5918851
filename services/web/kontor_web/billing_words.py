"""What codes of billing and delivery are called by people; templates translate it."""

from kontor_web.languages import marked as _
from kontor_web.languages import marked_for

LINE_KIND = {
    "recurring": _("Wiederkehrend"),
    "one-off": _("Einmalig"),
    "usage": _("Nach Verbrauch"),
}
TIMING = {"advance": _("Im Voraus"), "arrears": _("Im Nachhinein")}
#: Units of UN/ECE Recommendation 20.
UNIT = {
    "MON": _("Monat"),
    "C62": _("Stück"),
    "HUR": _("Stunde"),
    "DAY": _("Tag"),
    "ANN": _("Jahr"),
    "LS": _("Pauschal"),
    "MIN": _("Minute"),
    "4L": _("Megabyte"),
}
#: Units of what is billed once.
UNIT_OF_ONE = {code: UNIT[code] for code in ("C62", "HUR", "DAY", "LS", "MON")}
COLLECTION_STATE = {
    "open": marked_for("collection", "Offen"),
    "in-file": _("In einer Datei"),
    "presented": _("Eingereicht"),
    "in-flight": _("Unterwegs"),
    "collected": _("Eingezogen"),
    "rejected": _("Abgewiesen"),
    "returned": _("Zurückgegeben"),
}
CHANNEL = {
    "document": _("Dokument"),
    "email": _("E-Mail"),
    "chorus-pro": _("Chorus Pro"),
    "gocardless": _("GoCardless"),
}
RECIPIENT_STATE = {
    "pending": _("Steht aus"),
    "accepted": _("Angenommen"),
    "refused": _("Abgelehnt"),
    "dropped": _("Nicht mehr aktiv"),
    "bounced": _("Zurückgekommen"),
}
DEBIT_STATE = {
    "reserved": _("Wird gebaut"),
    "created": _("Erstellt"),
    "submitted": _("Eingereicht"),
    "confirmed": _("Bestätigt"),
}
#: What a direct debit is for the mandate, as SEPA's codes say it.
SEQUENCE = {
    "FRST": _("Erstmals"),
    "RCUR": _("Wiederkehrend"),
    "FNAL": _("Letztmals"),
    "OOFF": _("Einmalig"),
}
SCHEME = {"CORE": _("Basislastschrift"), "B2B": _("Firmenlastschrift")}
BANK_STATE = {
    "matched": _("Zugeordnet"),
    "unmatched": _("Nicht zugeordnet"),
    "evidence": _("Schon bekannt"),
    "assigned": _("Von Hand zugeordnet"),
    "dismissed": _("Verworfen"),
}
RETURN_KIND = {"rejected": _("Abgewiesen"), "returned": _("Zurückgegeben")}
SEVERITY = {
    "no-document": _("Kein Dokument"),
    "unreached": _("Nicht angekommen"),
    "partly": _("Nur teilweise angekommen"),
    "waiting": _("Steht noch aus"),
}
RATE_CLASS = {
    "standard": _("Regelsatz"),
    "intermediate": _("Mittlerer Satz"),
    "reduced": _("Ermäßigter Satz"),
    "super-reduced": _("Stark ermäßigter Satz"),
    "zero": _("Nullsatz"),
}
UNLOCKING = {
    "after-phase": _("nach einer Phase"),
    "after-task": _("nach einer Aufgabe"),
    "at-once": _("sofort"),
}
RUN_STATE = {"waiting": _("Wartet"), "running": _("Läuft"), "completed": _("Fertig")}
BILLED_MONTH = {"past": _("der vergangene Monat"), "running": _("der laufende Monat")}
SPLIT = {
    "not-consolidated": _("eigene Rechnung: der Kunde fasst nicht zusammen"),
    "payer": _("eigene Rechnung: ein anderer zahlt"),
    "engagement-number": _("eigene Rechnung wegen Engagement-Nummer"),
}
NOT_BILLED = {
    "draft": _("Der Ordner ist noch ein Entwurf."),
    "nothing-due": _("Nichts fällig."),
}
TASK_STATE = {"locked": _("Kommt noch"), "open": _("Offen"), "finished": _("Erledigt")}
USAGE_UNIT = {"seconds": _("Sekunden"), "bytes": _("Bytes"), "pieces": _("Stück")}
SLOT = {
    "sales": _("Vertrieb"),
    "technician": _("Technik"),
    "support": _("Support"),
    "accounting": _("Buchhaltung"),
}
WAY = {
    "transfer": _("Überweisung"),
    "sepa-file": _("SEPA-Lastschrift"),
    "gocardless-file": _("GoCardless (Datei)"),
    "gocardless-api": _("GoCardless"),
}
PAYMENT_SOURCE = {
    "folder": _("vom Ordner"),
    "customer": _("vom Kunden"),
    "payer": _("vom Zahler"),
    "organisation": _("von der Organisation"),
}
