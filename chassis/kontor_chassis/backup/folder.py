"""What a back-up is on disk: BSON files that other tools read too, and a manifest over them."""

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from kontor_contracts.errors import DomainError
from kontor_contracts.values import Value

MANIFEST = "manifest.json"
#: Of what happened after the back-up, as far as the topics still tell it.
LOST = "lost.jsonl"
#: Documents as they lie in the database: nothing of them is understood, so nothing is changed.
RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
Write = Callable[[bytes], None]


class UnusableBackupError(DomainError):
    """A back-up that is not whole, or not where it is looked for."""


class Kept(Value):
    """One file of a back-up."""

    documents: int
    sha256: str


class Cut(Value):
    """The instant that a back-up shows, in the positions of the topics."""

    #: The next offset of each partition just after the instant, by topic.
    ends: Mapping[str, tuple[int, ...]]
    #: What each group had handled just before it, by group and topic.
    positions: Mapping[str, Mapping[str, tuple[int, ...]]]
    #: Facts below `ends` that came about after the instant all the same.
    later: frozenset[str] = frozenset()


class Manifest(Value):
    """What belongs to a back-up; written last, so that one without it is none."""

    made_at: datetime
    cut: Cut
    #: By service and collection.
    databases: Mapping[str, Mapping[str, Kept]]
    topics: Mapping[str, Kept]

    def files(self) -> Iterator[tuple[str, Kept]]:
        """Every file by its place in the folder."""
        for service, collections in self.databases.items():
            yield from ((collection_file(service, one), kept) for one, kept in collections.items())
        yield from ((topic_file(topic), kept) for topic, kept in self.topics.items())


def collection_file(service: str, collection: str) -> str:
    return f"{service}/{collection}.bson.gz"


def topic_file(topic: str) -> str:
    return f"topics/{topic}.bson.gz"


class Folder:
    """The files of one back-up."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def writing(self, name: str) -> Iterator[Write]:
        """Takes documents one by one."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with (
            file.open("wb") as plain,
            gzip.GzipFile(
                filename="", mode="wb", fileobj=plain, mtime=0, compresslevel=5
            ) as packed,
        ):
            yield packed.write  # type: ignore[misc]  # the count of bytes is nobody's matter

    def kept(self, name: str, documents: int) -> Kept:
        return Kept(documents=documents, sha256=self._digest(name))

    def raw(self, name: str) -> Iterator[RawBSONDocument]:
        """The documents of a file; none when there is no such file."""
        if not (self.path / name).exists():
            return
        with gzip.open(self.path / name) as packed:
            yield from bson.decode_file_iter(packed, codec_options=RAW)  # type: ignore[call-overload]  # a reader

    def finish(self, manifest: Manifest) -> None:
        text = manifest.model_dump_json(indent=1)
        (self.path / MANIFEST).write_text(text, encoding="utf-8")

    def manifest(self) -> Manifest:
        """UnusableBackupError when this is no back-up."""
        file = self.path / MANIFEST
        if not file.exists():
            raise UnusableBackupError(f"{self.path} holds no finished back-up: no {MANIFEST}")
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))

    def checked(self) -> Manifest:
        """The manifest, once every file is found to be as it was written; else all that is not."""
        manifest = self.manifest()
        damaged = [name for name, kept in manifest.files() if not self._is(name, kept)]
        if damaged:
            raise UnusableBackupError(f"missing or not as written: {', '.join(damaged)}")
        return manifest

    def _is(self, name: str, kept: Kept) -> bool:
        return (self.path / name).exists() and self._digest(name) == kept.sha256

    def _digest(self, name: str) -> str:
        with (self.path / name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
