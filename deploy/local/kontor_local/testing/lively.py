"""The sample company in the middle of its month: what pictures of the pages show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kontor_cli.client.answers import DebitFile, Run, RunInvoice
from kontor_cli.client.delivery_answers import Summary
from kontor_cli.client.waiting import made_debit_files, until_completed
from kontor_cli.settings import Service
from kontor_contracts.customers.party import Party
from rich.progress import Progress

from kontor_local.demo.loading import load
from kontor_local.sample.files import SAMPLE
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import PERIOD, Office, until

PROSPECTS = (
    ("Fahrradwerk Ost", "Trier"),
    ("Hofladen Immergrün", "Merzig"),
    ("Studio Nord", "Kehl"),
)
MEMBERS = (("Nora Klein", "accounting"), ("Emil Vogt", "support"), ("Ida Roth", "sales"))
NOTES = (
    ("Umzug der Filiale im Frühjahr; Anschluss am neuen Standort vorher bestellen.", False),
    ("Bitte anrufen, nicht schreiben. Rechnungen immer an die Backstube.", True),
)
ACTIONS = (
    ("Vertrag prüfen", -2, "high"), ("Jahresgespräch", 6, "normal"), ("Rückruf", 0, "urgent"),
    ("Angebot für Filiale Süd", 1, "normal"), ("Router tauschen", 3, "normal"),
)  # fmt: skip
PHASES = [
    {
        "key": "plan",
        "title": "Planen",
        "tasks": [
            {"key": "visit", "title": "Ortstermin vereinbaren", "role": "sales"},
            {"key": "order", "title": "Leitung bestellen", "role": "technician"},
        ],
    },
    {
        "key": "build",
        "title": "Bauen",
        "tasks": [
            {"key": "dig", "title": "Hausanschluss legen", "role": "technician"},
            {"key": "router", "title": "Router einrichten", "role": "technician"},
        ],
    },
]


@dataclass(frozen=True)
class Lively:
    """Paths of what there is most to see of."""

    party: str
    #: A name as long as they come.
    long_named: str
    folder: str
    invoice: str
    run: str
    debits: str
    #: A contact with every right in the portal.
    contact: str


def lively(whole: Everything, returned: bytes) -> Lively:
    """`returned` is a bank's file of debits that came back."""
    with Progress(disable=True) as bars:
        load(whole.kontor, SAMPLE, bars)
    company = Company(whole)
    bakery, long_named = company.party("K-010001"), company.party("K-010005")
    company.add_people()
    company.add_batch()
    folder = company.add_connection(bakery)
    company.add_notes_and_actions(bakery)
    company.bill("2026-09", issued_on="2026-10-02")
    run = company.bill(PERIOD, issued_on="2026-11-02")
    invoices = list(whole.kontor.billing.invoices(run.id))
    file = company.collect(run)
    company.receive(invoices)
    whole.kontor.billing.take_bank_file(returned)
    contact = company.let_in(bakery)
    own = next(one for one in invoices if one.party_id == bakery.id)
    return Lively(
        party=f"/parties/{bakery.id}",
        long_named=f"/parties/{long_named.id}",
        folder=f"/folders/{folder}",
        invoice=f"/invoices/{own.id}",
        run=f"/runs/{run.id}",
        debits=f"/debits/{file.id}",
        contact=contact,
    )


@dataclass(frozen=True)
class Company:
    whole: Everything

    def party(self, number: str) -> Party:
        [found] = self.whole.kontor.customers.find({"q": number})
        return self.whole.session.get(Service.CUSTOMERS, f"/parties/{found.id}", Party)

    def add_people(self) -> None:
        for name, city in PROSPECTS:
            address = {"city": city, "country": "DE"}
            Office(self.whole).enter(name, to="prospects", billing_address=address)
        for name, role in MEMBERS:
            email = f"{name.split()[0].lower()}@grenzlicht.example"
            self._post(Service.CUSTOMERS, "/team", name=name, email=email, roles=[role])

    def add_batch(self) -> None:
        self.whole.kontor.billing.put_batch("Nord", {"title": "Kunden im Norden", "day": 5})

    def add_connection(self, party: Party) -> UUID:
        """A folder by a standard installation, at work on its first phase."""
        fields = {"title": "Glasfaser-Anschluss", "phases": PHASES}
        path = "/standard-installations/glasfaser"
        self.whole.session.send("PUT", Service.BILLING, path, json=fields)
        office = Office(self.whole)
        details = {"site": "Am Markt 5, Saarbrücken", "standard_installation": "glasfaser"}
        folder = office.open_folder(party, "03", "49.90", **details)
        return folder.id

    def add_notes_and_actions(self, party: Party) -> None:
        for text, pinned in NOTES:
            path = f"/parties/{party.id}/notes"
            self._post(Service.CUSTOMERS, path, text=text, pinned=pinned)
        today = datetime.now(UTC).date()
        for title, days, priority in ACTIONS:
            due_on = f"{today + timedelta(days=days)}"
            fields = {"title": title, "due_on": due_on, "priority": priority}
            self._post(Service.TASKS, "/actions", party_id=str(party.id), **fields)

    def bill(self, period: str, **fields: str) -> Run:
        billing, wanted = self.whole.kontor.billing, {"period": period, **fields}
        started = self.whole.session.post(Service.BILLING, "/runs", Run, wanted)
        *_, run = until_completed(billing, started)
        until(lambda: not self._waiting(run))
        return run

    def collect(self, run: Run) -> DebitFile:
        """Two files, the first with the bank."""
        first, *_ = made_debit_files(self.whole.kontor.billing, run.id)
        self._post(Service.BILLING, f"/debit-files/{first.id}/submit")
        return first

    def receive(self, invoices: list[RunInvoice]) -> None:
        """Some are paid, and something by somebody whom nobody knows."""
        rows = ["booked_on,amount,currency,text,name"]
        paid = [one for one in invoices if one.account_number in {"K-010002", "K-010007"}]
        rows += [f"2026-11-20,{one.gross},EUR,Rechnung {one.number}," for one in paid]
        rows.append("2026-11-21,48.50,EUR,Danke für alles,Frau Rätsel")
        self.whole.kontor.billing.take_bank_file("\n".join(rows).encode())

    def let_in(self, party: Party) -> str:
        """The address of somebody who may do everything in the portal, with tickets."""
        email = "jonas@baeckerei-groessmann.example"
        rights = ["invoices", "services", "tickets", "manage-contacts"]
        path = f"/parties/{party.id}/contacts"
        fields = {"name": "Jonas Weber", "email": email, "portal_rights": rights}
        self._post(Service.CUSTOMERS, path, **fields)
        for subject in ("Kein Freizeichen am Empfang", "Zweiter Router für die Filiale"):
            text = "Seit heute Morgen, nur am Empfang."
            self._post(
                Service.TASKS, "/tickets", party_id=str(party.id), subject=subject, text=text
            )
        return email

    def _waiting(self, run: Run) -> int:
        summary: Summary = self.whole.kontor.delivery.summary(run.id)
        return summary.documents.waiting + summary.mails.waiting

    def _post(self, service: Service, path: str, **fields: object) -> None:
        self.whole.session.send("POST", service, path, json=fields)
