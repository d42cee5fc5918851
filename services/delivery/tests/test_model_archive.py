"""Chorus Pro flows, read by Python's tarfile and by the system's tar."""

import io
import re
import subprocess
import tarfile
from pathlib import Path

from kontor_contracts.customers.organisation import ChorusSyntax
from kontor_delivery.model.archive import flow_name, pack

INVOICES = [b"<Invoice>1</Invoice>", b"<Invoice>zwei</Invoice>"]
NAME = flow_name("ABC123", 42, ChorusSyntax.UBL)


def test_the_name_is_made_as_the_annex_says() -> None:
    assert NAME == "FSO1100A_ABC123_ABC1231100000000000000042"
    cii = flow_name("ABC123", 42, ChorusSyntax.CII)
    assert cii == "FSO1106A_ABC123_ABC1231106000000000000042"
    assert re.fullmatch(r"(FSO(\d{4})[A-Z])_([A-Z0-9]{6})_\3\2\d{15}", NAME)
    assert re.fullmatch(r"(FSO(\d{4})[A-Z])_([A-Z0-9]{6})_\3\2\d{15}", cii)
    assert len(NAME.split("_")[2]) == 25


def test_the_archive_holds_each_invoice_as_a_plain_file() -> None:
    with tarfile.open(fileobj=io.BytesIO(pack(NAME, INVOICES)), mode="r:gz") as archive:
        members = archive.getmembers()
        contents = [archive.extractfile(member).read() for member in members]  # type: ignore[union-attr]
    assert [member.name for member in members] == [f"{NAME}_1.xml", f"{NAME}_2.xml"]
    assert all(member.isfile() and member.mtime == 0 and member.uid == 0 for member in members)
    assert contents == INVOICES


def test_the_systems_tar_reads_it(tmp_path: Path) -> None:
    packed = tmp_path / NAME
    packed.write_bytes(pack(NAME, INVOICES))
    command = ["/usr/bin/env", "tar", "-xzf", str(packed), "-C", str(tmp_path)]
    subprocess.run(command, check=True)  # noqa: S603
    assert (tmp_path / f"{NAME}_2.xml").read_bytes() == INVOICES[1]


def test_the_same_invoices_give_the_same_bytes() -> None:
    packed = pack(NAME, INVOICES)
    assert packed == pack(NAME, INVOICES)
    assert packed[4:8] == bytes(4)  # RFC 1952: no time of compression
