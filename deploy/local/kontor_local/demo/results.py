"""What lies in the demo's folders, counted there by the standard library's own readers."""

import csv
import tarfile
from collections.abc import Iterable
from email.parser import BytesHeaderParser
from pathlib import Path
from xml.etree import ElementTree as ET

from kontor_local.mailbox import mails


def archive_members(archives: Iterable[Path]) -> int:
    return sum(len(_member_names(archive)) for archive in archives)


def _member_names(archive: Path) -> list[str]:
    with tarfile.open(archive, "r:gz") as opened:
        return opened.getnames()


def export_rows(files: Iterable[Path]) -> int:
    return sum(_row_count(file) for file in files)


def _row_count(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as opened:
        return sum(1 for _ in csv.DictReader(opened))


def debits(files: Iterable[Path]) -> int:
    """Transactions in pain.008 files, whatever their version."""
    return sum(1 for file in files for _ in _elements(file, "DrctDbtTxInf"))


def _elements(file: Path, name: str) -> Iterable[ET.Element]:
    return ET.parse(file).getroot().iterfind(f".//{{*}}{name}")  # noqa: S314  # our own file


def distinct_mails(mailbox: Path) -> int:
    """Mails by Message-ID: one that came twice, after a kill, counts once."""
    return len({_message_id(mail) for mail in mails(mailbox)})


def _message_id(mail: Path) -> str:
    with mail.open("rb") as opened:
        return str(BytesHeaderParser().parse(opened)["Message-ID"])
