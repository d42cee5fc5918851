"""`kontor doctor` on a month that was really billed, before and after somebody meddles with it."""

from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from kontor_cli.commands.doctor import examined
from kontor_local.mongod import mongo_url
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import Office, until
from pymongo import MongoClient

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

    party = office.enter_billable("Arztpraxis am Markt", "praxis@example.org")
    office.open_folder(party, "01", "49.90")
    billed = office.bill()
    invoice = billed.invoice_of(party)
    billed.mail_about(invoice)
    until(lambda: not new())

    client: MongoClient[dict[str, object]] = MongoClient(mongo_url(whole.installation.ports))
    with client:
        rows = client.get_database("kontor_delivery", STANDARD)["deliveries"]
        lost = {"invoice_id": invoice.id, "channel": "document"}
        document = rows.find_one_and_delete(lost)
        assert document
        assert new() == {f"{invoice.number} has no document"}
        rows.insert_one(document)
    assert new() == set()
