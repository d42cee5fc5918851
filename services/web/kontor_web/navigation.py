"""What the navigation leads to."""

from dataclasses import dataclass

from kontor_web.access import Person
from kontor_web.languages import marked


@dataclass(frozen=True)
class Entry:
    """A page; current on every path that begins with one of `under`."""

    path: str
    label: str
    icon: str
    group: str
    under: tuple[str, ...]

    def is_current(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in self.under)


EVENTS = marked("Ereignisse")
BILLING, CONFIGURATION = marked("Abrechnung"), marked("Konfiguration")
ENTRIES = (
    Entry("/customers", marked("Kunden"), "users", "", ("/customers",)),
    Entry("/prospects", marked("Interessenten"), "user-plus", "", ("/prospects",)),
    Entry("/actions", marked("Aktionen"), "list-todo", EVENTS, ("/actions",)),
    Entry("/tickets", marked("Tickets"), "life-buoy", EVENTS, ("/tickets",)),
    Entry("/invoices", marked("Rechnungen"), "receipt-euro", BILLING, ("/invoices",)),
    Entry("/runs", marked("Abrechnungsläufe"), "calendar-check", BILLING, ("/runs", "/batches")),
    Entry("/debits", marked("Lastschriften"), "landmark", BILLING, ("/debits",)),
    Entry("/bank", marked("Zahlungen und Rückgaben"), "arrow-left-right", BILLING, ("/bank",)),
    Entry("/deliveries", marked("Zustellungen"), "send", BILLING, ("/deliveries", "/files")),
    Entry("/team", marked("Team"), "user-round", CONFIGURATION, ("/team",)),
    Entry("/functions", marked("Funktionen"), "briefcase", CONFIGURATION, ("/functions",)),
    Entry(
        "/standard-installations",
        marked("Standard-Installationen"),
        "list-checks",
        CONFIGURATION,
        ("/standard-installations",),
    ),
    Entry("/vat-rates", marked("Mehrwertsteuer"), "percent", CONFIGURATION, ("/vat-rates",)),
    Entry("/mail-templates", marked("Vorlagen"), "file-text", CONFIGURATION, ("/mail-templates",)),
)


def entries_for(person: Person | None) -> tuple[Entry, ...]:
    """The pages that the person may open."""
    return ENTRIES if person else ()
