"""`kontor doctor`: whether what must hold does hold."""

from collections.abc import Iterator

from rich.table import Table

from kontor_cli import doctor as checks
from kontor_cli.client.kontor import Kontor
from kontor_cli.commands.replicas import compared
from kontor_cli.doctor import Checked, Finding
from kontor_cli.exits import Exit
from kontor_cli.opened import AsJson, leave, opened
from kontor_cli.settings import Service
from kontor_cli.tables import table


def doctor(*, as_json: AsJson = False) -> None:
    """Check numbers, sums, deliveries, outboxes, parked messages and copies, best at rest.

    Ends with 6 when anything is wrong, and says what to do next.
    """
    with opened(as_json=as_json) as (kontor, screen):
        with screen.busy("Looking at every invoice and delivery ..."):
            found = list(examined(kontor))
            found.append(checks.replicas(compared(kontor, list(Service))))
        findings = [one for check in found for one in check.findings]
        screen.show({"sound": not findings, "checks": found}, lambda: _checks(found))
        screen.aside(_findings(findings))
        if findings:
            leave(Exit.UNSOUND)


def examined(kontor: Kontor) -> Iterator[Checked]:
    invoices = list(kontor.billing.all_invoices())
    yield checks.numbers(invoices)
    yield checks.owed(invoices)
    billing = kontor.billing
    yield checks.sums(billing.runs(), lambda run: list(billing.invoices(run.id)))
    yield checks.deliveries(invoices, list(kontor.delivery.deliveries()))
    yield checks.outboxes({one.value: kontor.operations.unpublished(one) for one in Service})
    messages = (message for one in Service for message in kontor.operations.parked(one))
    yield checks.parked([message.reference for message in messages])


def _checks(found: list[Checked]) -> Table:
    made = table("Check", "Looked at", "Wrong", numbers=("Looked at", "Wrong"))
    for one in found:
        made.add_row(one.check, str(one.looked_at), str(len(one.findings)))
    return made


def _findings(findings: list[Finding]) -> Table:
    made = table("Check", "What is wrong", "Next")
    for one in findings:
        made.add_row(one.check, one.what, one.next)
    return made
