"""The demo counts what lies in its folders."""

import io
import tarfile
from pathlib import Path

from kontor_local.demo import results
from kontor_local.mailbox import keep


def an_archive(file: Path, members: int) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for number in range(members):
            archive.addfile(tarfile.TarInfo(f"{number}.xml"), io.BytesIO())
    return file


def test_members_of_all_archives_count(tmp_path: Path) -> None:
    archives = [an_archive(tmp_path / f"{size}.tar.gz", size) for size in (3, 4)]

    assert results.archive_members(archives) == 7


def test_rows_of_an_export_count_without_its_header(tmp_path: Path) -> None:
    file = tmp_path / "gocardless.csv"
    file.write_text('mandate.id,payment.description\r\nMD1,"two\r\nlines"\r\nMD2,one\r\n')

    assert results.export_rows([file]) == 2


def test_debits_count_in_every_version_of_the_format(tmp_path: Path) -> None:
    for version in ("001.02", "001.08"):
        (tmp_path / f"{version}.xml").write_text(
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.{version}">'
            "<PmtInf><DrctDbtTxInf/><DrctDbtTxInf/></PmtInf></Document>"
        )

    assert results.debits(tmp_path.glob("*.xml")) == 4


def test_a_mail_that_came_twice_counts_once(tmp_path: Path) -> None:
    for message_id in ("<a@kontor.example>", "<b@kontor.example>", "<a@kontor.example>"):
        content = f"Message-ID: {message_id}\r\n\r\nYour invoice".encode()
        keep(tmp_path, content, "kontor@grenzlicht.example", ["zoe@post.example"])

    assert results.distinct_mails(tmp_path) == 2
