"""One month of three customers, billed: what pages about money have to show."""

from dataclasses import dataclass
from uuid import uuid4

from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office


@dataclass(frozen=True)
class Month:
    """Paths of a run and of its records."""

    run: str
    #: Its mail is sent.
    invoice: str
    #: By debit.
    debited: str
    #: The name of a customer without an address.
    left_out: str


def bill_month(whole: Everything) -> Month:
    desk = Office(whole)
    desk.configure()
    customer = desk.enter_billable("Abrechnung Muster GmbH", "kasse@abrechnung.example")
    desk.open_folder(customer, "01", "29.90")
    without = desk.enter(f"Ohne Anschrift {uuid4()}")
    desk.open_folder(without, "01", "10.00")
    payer = desk.enter_billable("Einzug Muster GmbH", "kasse@einzug.example")
    account, mandate = {"iban": "DE89370400440532013000"}, {"signed_on": "2026-10-01"}
    desk.set_payment(payer, "sepa-debit", accounts=[account], mandates=[mandate])
    desk.open_folder(payer, "01", "49.90")
    run = desk.bill()
    invoice = run.invoice_of(customer)
    run.mail_about(invoice)
    debited = f"/invoices/{run.invoice_of(payer).id}"
    return Month(f"/runs/{run.run.id}", f"/invoices/{invoice.id}", debited, without.name)
