"""Bad files of a bank at the door: one clear error each, and nothing of them is stored."""

import gzip
import io
import zipfile
from decimal import Decimal

import pytest
from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.model.bank_entries import LARGEST
from kontor_billing.testing.bank_xml import a_camt, a_returned_debit, an_entry

RETURN = a_camt(an_entry([a_returned_debit("2026-000001-1-1", Decimal("35.58"))], "35.58"))


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("camt.xml", content)
    return packed.getvalue()


def entity_bomb() -> bytes:
    """Ten to the ninth times `ha` when somebody expands it."""
    entities = "".join(f'<!ENTITY e{depth} "{f"&e{depth - 1};" * 10}">' for depth in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'
    return f"{head}<Document><BkToCstmrStmt>&e9;</BkToCstmrStmt></Document>".encode()


def entity_of_a_file() -> bytes:
    head = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    return head.encode() + RETURN.replace(b"Konto erloschen", b"&secret;")


MEGABYTES_OF_BLANKS = b" " * (8 * 1024 * 1024)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(RETURN[:-20], 422, "not-a-bank-file", id="cut off"),
        pytest.param(RETURN[: len(RETURN) // 2], 422, "not-a-bank-file", id="half of it"),
        pytest.param(b"%PDF-1.7", 422, "not-a-bank-file", id="not XML"),
        pytest.param(b"", 422, "not-a-bank-file", id="empty"),
        pytest.param(b"<html/>", 422, "not-a-bank-file", id="another kind of XML"),
        pytest.param(zipped(MEGABYTES_OF_BLANKS), 422, "not-a-bank-file", id="zip bomb"),
        pytest.param(gzip.compress(MEGABYTES_OF_BLANKS), 422, "not-a-bank-file", id="gzip bomb"),
        pytest.param(entity_bomb(), 422, "not-a-bank-file", id="entity bomb"),
        pytest.param(entity_of_a_file(), 422, "not-a-bank-file", id="entity of a file"),
        pytest.param(b" " * (LARGEST + 1), 413, "file-too-large", id="too large"),
        pytest.param(b"<a>" * 100_000, 422, "not-a-bank-file", id="too deep"),
        pytest.param(RETURN.replace(b"35.58", b"1e999999999"), 422, "not-a-bank-file", id="amount"),
    ],
)
async def test_a_bad_file_is_one_clear_error_and_nothing_of_it_is_stored(
    content: bytes, status: int, code: str, quiet_web: AsyncClient, parts: Parts
) -> None:
    answer = await quiet_web.post("/bank-files", content=content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"]
    assert await parts.database["bank_entries"].count_documents({}) == 0
    assert await parts.database["outbox"].count_documents({}) == 0


async def test_a_body_that_says_it_is_packed_is_not_unpacked(
    quiet_web: AsyncClient, parts: Parts
) -> None:
    packed = gzip.compress(RETURN + MEGABYTES_OF_BLANKS)
    headers = {"Content-Encoding": "gzip"}
    answer = await quiet_web.post("/bank-files", content=packed, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "not-a-bank-file")
    assert await parts.database["bank_entries"].count_documents({}) == 0
