"""What people do at their desks, over HTTP: each step as short as its name."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from kontor_cli.client.answers import Run, RunInvoice
from kontor_cli.client.delivery import FileKind
from kontor_cli.client.delivery_answers import File
from kontor_cli.client.problems import RequestRefusedError
from kontor_cli.client.waiting import until_completed
from kontor_cli.settings import Service
from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails
from kontor_contracts.customers.team import Member, TeamRole
from pymongo import MongoClient

from kontor_local.sample.files import SAMPLE
from kontor_local.testing.everything import Everything

PERIOD = "2026-10"
ADDRESS = {
    "street": "Lindenweg",
    "house_number": "7",
    "postcode": "66111",
    "city": "Saarbrücken",
    "country": "DE",
}
PATIENCE_SECONDS = 60.0
TOLD_OF_THE_ORGANISATION = (Service.BILLING, Service.DELIVERY, Service.TASKS)
Answer = TypeVar("Answer")


def until(question: Callable[[], Answer]) -> Answer:
    """Ask until the answer is true and give it back."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (answer := question()):
        if time.monotonic() > end:
            raise TimeoutError(f"still {answer!r} after {PATIENCE_SECONDS:g} s")
        time.sleep(0.1)
    return answer


@dataclass(frozen=True)
class Office:
    everything: Everything

    def configure(self, **changes: object) -> None:
        """The own organisation, with everything that invoices and debits need, known to all."""
        text = (SAMPLE / "organisation.json").read_text(encoding="utf-8")
        customers = self.everything.kontor.customers
        customers.set_organisation(json.loads(text) | changes)
        stored = customers.organisation() or {}
        until(lambda: self._is_known(stored["version"]))

    def _is_known(self, version: object) -> bool:
        """Whether all that need the organisation have this version of it."""
        with MongoClient[dict[str, object]](self.everything.installation.mongo_url) as mongo:
            copies = [mongo[f"kontor_{one}"]["organisation"] for one in TOLD_OF_THE_ORGANISATION]
            return all(one.find_one({"version": version}) for one in copies)

    def enter(self, name: str, *, to: str = "customers", **fields: object) -> Party:
        """A customer, or a prospect, with these fields alone."""
        return self._entered(to, {"name": name, **fields})

    def enter_billable(self, name: str, email: str, **fields: object) -> Party:
        """A customer with all that an invoice by e-mail needs."""
        contact = {"name": "Ada Beispiel", "email": email, "invoice_recipient": "to"}
        needed = {"name": name, "billing_address": ADDRESS, "contacts": [contact]}
        return self._entered("customers", needed | fields)

    def _entered(self, to: str, fields: Mapping[str, object]) -> Party:
        return self.everything.session.post(Service.CUSTOMERS, f"/{to}", Party, fields)

    def invite(self, name: str) -> Member:
        """A member of the team, once work can be given to them."""
        email = f"{uuid4().hex}@team.example"
        member = self.everything.kontor.team.invite(name, email, [TeamRole.SUPPORT])
        until(lambda: self._takes_work(member))
        return member

    def _takes_work(self, member: Member) -> bool:
        work: dict[str, object] = {"title": "Einarbeiten", "due_on": "2041-01-01"}
        try:
            self.everything.kontor.tasks.plan({**work, "assignee_id": str(member.id)})
        except RequestRefusedError:
            return False
        return True

    def look_up(self, party: Party) -> Party:
        return self.everything.session.get(Service.CUSTOMERS, f"/parties/{party.id}", Party)

    def convert(self, party: Party) -> Party:
        return self.everything.session.post(
            Service.CUSTOMERS, f"/parties/{party.id}/convert", Party, {}
        )

    def set_payment(self, party: Party, method: str, **fields: object) -> PaymentDetails:
        """The party's first payment details."""
        answer = self.everything.session.send(
            "PUT",
            Service.CUSTOMERS,
            f"/parties/{party.id}/payment",
            json={"method": method, **fields},
            headers={"If-Match": '"0"'},
        )
        return PaymentDetails.model_validate_json(answer.content)

    def open_folder(self, party: Party, number: str, price: str, **fields: object) -> Folder:
        """An active folder with one monthly line."""
        line = {
            "kind": "recurring",
            "article": "GF-100",
            "description": "Glasfaser 100",
            "unit": "MON",
            "unit_price": price,
            "start": f"{PERIOD}-01",
        }
        body = {"number": number, "title": f"Standort {number}", "lines": [line], **fields}
        session = self.everything.session
        folder = session.post(Service.BILLING, f"/parties/{party.id}/folders", Folder, body)
        return session.post(Service.BILLING, f"/folders/{folder.id}/activate", Folder, {})

    def published(self, service: Service) -> None:
        """Once all that was entered there is on its way: nobody can wait for what is not."""
        operations = self.everything.kontor.operations
        until(lambda: not operations.unpublished(service))

    def bill(self) -> "Billed":
        """Everything that is unbilled, by what customers said last."""
        self.published(Service.CUSTOMERS)
        billing = self.everything.kontor.billing
        run = billing.start_run(PERIOD, again=True)
        *_, run = until_completed(billing, run)
        return Billed(self.everything, run)


@dataclass(frozen=True)
class Billed:
    """A completed run and what becomes of it."""

    everything: Everything
    run: Run

    def invoices_of(self, party: Party) -> list[RunInvoice]:
        found = self.everything.kontor.billing.invoices(self.run.id)
        return [one for one in found if one.party_id == party.id]

    def invoice_of(self, party: Party) -> RunInvoice:
        """The only one."""
        [invoice] = self.invoices_of(party)
        return invoice

    def mail_about(self, invoice: RunInvoice) -> EmailMessage:
        """The only one, once it is in the mailbox."""
        [mail] = until(lambda: self._mails_about(invoice))
        return mail

    def document_of(self, invoice: RunInvoice) -> bytes:
        return self.everything.kontor.delivery.document_content(invoice.id)

    def file(self, kind: FileKind) -> bytes:
        """The only one of its kind, once it is closed."""
        [file] = until(lambda: self._closed_files(kind))
        return self.everything.kontor.delivery.file_content(file.id)

    def _mails_about(self, invoice: RunInvoice) -> list[EmailMessage]:
        found = [parsed(mail) for mail in self.everything.sink.mails()]
        return [mail for mail in found if invoice.number in mail["Subject"]]

    def _closed_files(self, kind: FileKind) -> list[File]:
        files = self.everything.kontor.delivery.files(self.run.id, kind)
        return [file for file in files if file.is_closed]


def parsed(mail: Path) -> EmailMessage:
    return message_from_bytes(mail.read_bytes(), policy=policy.default)
