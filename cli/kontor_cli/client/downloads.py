"""Files of a run, written where somebody wants them; what lies there already is kept."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from uuid import UUID

from kontor_cli.client.delivery import FileKind
from kontor_cli.client.kontor import Kontor

AT_ONCE = 4


class Export(StrEnum):
    DOCUMENTS = "documents"
    ARCHIVES = "archives"
    GOCARDLESS = "gocardless"
    SEPA = "sepa"


@dataclass(frozen=True)
class Download:
    name: str
    sha256: str
    content: Callable[[], bytes]


class DamagedFileError(Exception):
    """What arrived is not what the service has kept."""


def downloads(kontor: Kontor, export: Export, run_id: UUID) -> Iterator[Download]:
    """The files of that sort that the run has made so far."""
    match export:
        case Export.DOCUMENTS:
            return _documents(kontor, run_id)
        case Export.ARCHIVES:
            return _files(kontor, run_id, FileKind.CHORUS_PRO, ".tar.gz")
        case Export.GOCARDLESS:
            return _files(kontor, run_id, FileKind.GOCARDLESS, ".csv")
        case Export.SEPA:
            return _debit_files(kontor, run_id)


def _documents(kontor: Kontor, run_id: UUID) -> Iterator[Download]:
    content = kontor.delivery.document_content
    for document in kontor.delivery.documents(run_id):
        name = f"{document.invoice_number}.pdf"
        yield Download(name, document.sha256, partial(content, document.invoice_id))


def _files(kontor: Kontor, run_id: UUID, kind: FileKind, ending: str) -> Iterator[Download]:
    for file in kontor.delivery.files(run_id, kind):
        if file.is_closed:
            name = file.name.removesuffix(ending) + ending
            yield Download(name, file.sha256, partial(kontor.delivery.file_content, file.id))


def _debit_files(kontor: Kontor, run_id: UUID) -> Iterator[Download]:
    for file in kontor.billing.debit_files(run_id):
        if file.is_created and file.count:
            content = partial(kontor.billing.debit_file_content, file.id)
            yield Download(f"{file.message_id}.xml", file.sha256, content)


def save_all(found: Iterable[Download], folder: Path) -> Iterator[Path]:
    """Write every file into `folder`, several at once; each path as it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield from threads.map(lambda download: save(download, folder), found)


def save(download: Download, folder: Path) -> Path:
    """Write the file whole or not at all; DamagedFileError when it is not what was kept."""
    target = folder / download.name.replace("/", "_")
    if target.exists() and _sha256(target.read_bytes()) == download.sha256:
        return target
    content = download.content()
    if _sha256(content) != download.sha256:
        raise DamagedFileError(f"{download.name} arrived with another checksum than it was kept")
    incoming = target.with_name(f".{target.name}.incoming")
    incoming.write_bytes(content)
    incoming.rename(target)
    return target


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
