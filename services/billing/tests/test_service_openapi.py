"""The whole API as its description says: asked hundreds of questions that nobody thought of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from kontor_billing.app import Parts
from kontor_billing.model.folder_changes import folder_id
from kontor_billing.testing.debits import in_file
from kontor_billing.testing.issuing import without_kafka
from kontor_billing.testing.records import a_folder, a_mandate, a_party, debit_details
from kontor_billing.testing.seeding import Records
from kontor_chassis.testing import token_of
from kontor_chassis.tokens import KeyRing
from kontor_local.child import running
from kontor_local.testing.service_process import address_of, contradictions, process_of

SECONDS = 10


@pytest.fixture
async def address(parts: Parts, key_ring: KeyRing, tmp_path: Path) -> AsyncIterator[str]:
    """Where the API answers, in a process of its own that knows the tests' key."""
    keys = [key.model_dump() for key in await key_ring._load()]
    await parts.database["signing_keys"].insert_one({"_id": 1, "version": 1, "keys": keys})
    program = process_of("kontor_billing", "api", parts.settings)
    async with running(program, tmp_path):
        yield address_of(program)


@pytest.fixture
async def known(parts: Parts) -> dict[str, str]:
    """Records that are there: a party with its folder, billed and in a debit file."""
    party, mandate = a_party(), a_mandate()
    folder = a_folder(party_id=party.id, id=folder_id(party.id, "01"))
    records = Records([party], [debit_details(party.id, [mandate])], [folder])
    (invoice,), file = await in_file(without_kafka(parts.billing), records)
    return {
        "party_id": str(party.id),
        "folder_id": str(folder.id),
        "line_id": str(folder.lines[0].id),
        "run_id": str(invoice.run_id),
        "invoice_id": str(invoice.id),
        "collection_id": str(invoice.collections[0].id),
        "mandate_id": str(mandate.id),
        "file_id": str(file.id),
        "country": "FR",
        "rate_class": "reduced",
    }


async def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    address: str, known: dict[str, str], tmp_path: Path
) -> None:
    token = token_of("admin", seconds=3600)
    options = (f"--max-time={SECONDS}", "--max-examples=10")
    assert await contradictions(address, token, known, tmp_path, *options) == ""
