"""A customer whose contacts use the portal, and their way in: by the link in their mailbox."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

from kontor_cli.client.answers import RunInvoice
from kontor_cli.settings import Service
from kontor_contracts.customers.party import Contact, Party
from playwright.async_api import BrowserContext, Page, expect

from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office, until

LINK = re.compile(r"https?://\S+[?&]link=\S+")
PRICE = "1234.56"
FINANCE = ["invoices", "services", "tickets"]
TECHNICAL = ["services", "tickets"]
MANAGER = ["invoices", "services", "tickets", "manage-contacts"]


@dataclass(frozen=True)
class PortalCustomer:
    """An invoiced customer with a contact of each kind; `other` belongs to somebody else."""

    everything: Everything
    party: Party
    invoice: RunInvoice
    other: RunInvoice

    def email_of(self, kind: str) -> str:
        return f"{kind}@{self.party.id.hex[-12:]}.example.com"

    def links(self, email: str) -> list[str]:
        """Those mailed to the address by now."""
        return links_to(self.everything, email)

    def new_link(self, email: str, known: Sequence[str]) -> str:
        """What comes after `link=` in the next one."""
        return new_link(self.everything, email, known).partition("link=")[2]


def new_link(everything: Everything, email: str, known: Sequence[str]) -> str:
    """Path and query of the link that is mailed to the address beside those `known`."""
    found = until(lambda: [one for one in links_to(everything, email) if one not in known])
    parts = urlsplit(found[-1])
    return f"{parts.path}?{parts.query}"


def portal_customer(everything: Everything) -> PortalCustomer:
    office = Office(everything)
    office.configure()
    party = office.enter_billable("Kanzlei Grau", "rechnung@kanzlei-grau.example.com")
    stranger = office.enter_billable("Fremde AG", "rechnung@fremde.example.com")
    for one in (party, stranger):
        office.open_folder(one, "01", PRICE)
    billed = office.bill()
    invoice, other = billed.invoice_of(party), billed.invoice_of(stranger)
    billed.mail_about(invoice)
    customer = PortalCustomer(everything, party, invoice, other)
    for kind, rights in (
        ("finance", FINANCE),
        ("technik", TECHNICAL),
        ("monteur", TECHNICAL),
        ("leitung", MANAGER),
        ("aufsicht", MANAGER),
        ("vertretung", MANAGER),
    ):
        _add(everything, customer, kind, rights)
    return customer


def _add(everything: Everything, customer: PortalCustomer, kind: str, rights: list[str]) -> None:
    email = customer.email_of(kind)
    fields = {"name": f"Ada {kind.capitalize()}", "email": email, "portal_rights": rights}
    path = f"/parties/{customer.party.id}/contacts"
    everything.session.post(Service.CUSTOMERS, path, Contact, fields)


def links_to(everything: Everything, email: str) -> list[str]:
    mails = [_read(file.read_bytes()) for file in everything.sink.mails()]
    ours = sorted(
        (one for one in mails if one["To"] == email), key=lambda one: one["Date"].datetime
    )
    return [link for mail in ours for link in LINK.findall(_text(mail))]


def _read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


async def entered(context: BrowserContext, customer: PortalCustomer, kind: str) -> Page:
    """Signed in by the link in the mailbox."""
    return await entered_as(context, customer.everything, customer.email_of(kind))


async def entered_as(context: BrowserContext, everything: Everything, email: str) -> Page:
    page, known = await context.new_page(), links_to(everything, email)
    await page.goto("/portal")
    await expect(page).to_have_url("/portal/sign-in")
    await page.get_by_label("E-Mail").fill(email)
    await page.get_by_role("button", name="Link schicken").click()
    await expect(page.get_by_role("status")).to_contain_text("Postfach")
    await page.goto(new_link(everything, email, known))
    await page.get_by_role("button", name="Anmelden").click()
    await expect(page.get_by_role("navigation", name="Hauptnavigation")).to_be_visible()
    return page
