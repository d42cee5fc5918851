"""`kontor doctor` on a month that was really billed, before and after somebody meddles with it."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from uuid import UUID

from bson import Decimal128
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from kontor_cli.client.answers import RunInvoice
from kontor_cli.commands.doctor import examined
from kontor_cli.commands.replicas import compared
from kontor_cli.settings import Service
from kontor_contracts.customers.party import Party
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office, until
from pymongo import MongoClient
from pymongo.collection import Collection

EACH = (Service.BILLING, Service.WEB)
STANDARD: CodecOptions[dict[str, object]] = CodecOptions(
    uuid_representation=UuidRepresentation.STANDARD
)


def findings(whole: Everything) -> set[str]:
    return {one.what for check in examined(whole.kontor) for one in check.findings}


def test_the_doctor_finds_nothing_new_until_a_document_is_lost(
    office: Office, whole: Everything
) -> None:
    broken_by_other_tests = findings(whole)

    def new() -> set[str]:
        return findings(whole) - broken_by_other_tests

    def is_found(words: str) -> bool:
        """This alone; what waits in an outbox for a moment, as late facts do, goes by itself."""
        found = new()
        return len(found) == 1 and words in found.pop()

    party = office.enter_billable("Arztpraxis am Markt", "praxis@example.org")
    office.open_folder(party, "01", "49.90")
    billed = office.bill()
    invoice = billed.invoice_of(party)
    billed.mail_about(invoice)
    until(lambda: not new())

    client: MongoClient[dict[str, object]] = MongoClient(whole.installation.mongo_url)
    with client:
        rows = client.get_database("kontor_delivery", STANDARD)["deliveries"]
        lost = {"invoice_id": invoice.id, "channel": "document"}
        document = rows.find_one_and_delete(lost)
        assert document
        assert until(lambda: is_found(f"{invoice.number} has no document"))
        rows.insert_one(document)
        until(lambda: not new())
        with closing(breaks(client, invoice, billed.run.id)) as broken:
            for words in broken:
                assert until(partial(is_found, words))
    until(lambda: not new())


def breaks(
    client: MongoClient[dict[str, object]], invoice: RunInvoice, run_id: UUID
) -> Generator[str, None, None]:
    """One invariant after the other, each mended before the next; words of what is found."""
    billing = client.get_database("kontor_billing", STANDARD)
    of_invoice, of_run = {"_id": invoice.id}, {"_id": run_id}
    deliveries = client.get_database("kontor_delivery", STANDARD)["deliveries"]
    mail = {"invoice_id": invoice.id, "channel": "email"}
    with changed(billing["invoices"], of_invoice, credited=Decimal128("9.90")):
        yield f"{invoice.number}: 9.90 credited, but its credit notes say 0"
    with changed(billing["runs"], of_run, **{"totals.gross": Decimal128("0.01")}):
        yield "of 0.01, but has"
    with changed(deliveries, mail, to=["praxis@example.org"] * 2):
        yield f"{invoice.number} is mailed twice at once to praxis@example.org"


@contextmanager
def changed(
    rows: Collection[dict[str, object]], wanted: dict[str, object], **fields: object
) -> Iterator[None]:
    """The row with these fields while the block lasts."""
    before = rows.find_one_and_update(wanted, {"$set": fields})
    assert before
    try:
        yield
    finally:
        rows.replace_one({"_id": before["_id"]}, before)


def test_copies_and_the_timeline_are_compared_and_mended_while_everything_runs(
    office: Office, whole: Everything
) -> None:
    party = office.enter_billable("Apotheke am Markt", "apotheke@example.org")
    office.open_folder(party, "01", "19.90")
    client: MongoClient[dict[str, object]] = MongoClient(whole.installation.mongo_url)
    with client:
        parties = client.get_database("kontor_billing", STANDARD)["parties"]
        lines = client.get_database("kontor_web", STANDARD)["timeline"]
        until(lambda: parties.find_one({"_id": party.id}) and lines.find_one(_of(party)))
        parties.update_one({"_id": party.id}, {"$set": {"name": "Jemand"}})
        lines.delete_one(_of(party))
        wrong = {one.group: one.report for one in compared(whole.kontor, EACH)}
        assert str(party.id) in {one.id for one in wrong["billing"].differences}
        assert wrong["web.timeline"].wrong

        for service in EACH:
            assert all(one.done_at for one in whole.kontor.replicas.compare(service, mend=True))
        mended = parties.find_one({"_id": party.id})
        assert mended
        assert mended["name"] == "Apotheke am Markt"
        assert lines.find_one(_of(party))


def _of(party: Party) -> dict[str, object]:
    return {"party_id": party.id, "type": "customer-registered"}
