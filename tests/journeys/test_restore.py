"""A back-up in the middle of a month, restored into an empty system that then goes on."""

from pathlib import Path

from kontor_cli.commands.doctor import examined
from kontor_cli.settings import Service
from kontor_local.testing import eventually
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office
from kontor_local.testing.restored import Operator

#: What bills, renders and mails an invoice, and what the doctor asks.
ENOUGH = (
    *("customers-api", "billing-api", "billing-relay", "billing-subscribers", "billing-worker-1"),
    *(
        "delivery-api",
        "delivery-relay",
        "delivery-documents-1",
        "delivery-email",
        "tasks-api",
        "web-pages",
    ),
)
ADDRESS = "after@restore.example"


def findings(whole: Everything) -> set[str]:
    return {one.what for check in examined(whole.kontor) for one in check.findings}


def mails(whole: Everything) -> int:
    """Those that came twice under the same Message-ID too."""
    return sum(f"Delivered-To: {ADDRESS}" in one.read_text() for one in whole.sink.mails())


def only_one_in(parent: Path) -> Path:
    (found,) = parent.iterdir()
    return found


def following(number: str) -> str:
    head, _, digits = number.rpartition("-")
    return f"{head}-{int(digits) + 1:0{len(digits)}d}"


async def test_what_is_restored_is_sound_sends_nothing_again_and_goes_on_with_the_next_number(
    office: Office, whole: Everything, tmp_path: Path
) -> None:
    for service in Service:
        office.published(service)
    operator, broken = Operator(whole), findings(whole)
    before = office.enter_billable("Altes Rathaus", "before@restore.example")
    office.open_folder(before, "01", "49.90")
    billed = office.bill()
    billed.mail_about(billed.invoice_of(before))
    after = office.enter_billable("Neues Rathaus", ADDRESS)
    office.open_folder(after, "01", "59.90")
    await eventually(lambda: not findings(whole) - broken, timeout=60)
    await operator.runs("kontor_chassis.backup", "save", str(tmp_path))
    backup = only_one_in(tmp_path)

    lost = office.bill()
    invoice = lost.invoice_of(after)
    lost.mail_about(invoice)
    await eventually(lambda: not findings(whole) - broken, timeout=60)
    told = await operator.runs("kontor_chassis.backup", "lost", str(backup))
    assert "1  billing.invoice: invoice-generated" in told
    assert "1  delivery.delivery: invoice-delivered" in told

    await operator.runs("kontor_chassis.backup", "restore", str(backup), empty=True)
    facts = str(backup / "lost.jsonl")
    await operator.runs("kontor_customers", "reconcile", facts, empty=True)
    await operator.runs("kontor_delivery", "reconcile", facts, empty=True)
    adopted = await operator.runs("kontor_billing", "reconcile", facts, empty=True)
    assert adopted == f"adopted {invoice.number}\n"
    async with operator.starts(tmp_path / "restored", ENOUGH) as restored:
        await eventually(lambda: not findings(restored) - broken, timeout=60)
        assert mails(whole) == 1
        desk = Office(restored)
        desk.open_folder(after, "02", "12.00")
        assert desk.bill().invoice_of(after).number == following(invoice.number)
        await eventually(lambda: mails(whole) == 2, timeout=60)
        await eventually(lambda: not findings(restored) - broken, timeout=60)
