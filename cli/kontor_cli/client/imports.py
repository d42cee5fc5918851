"""The way of a file into a service: its rows go in as they are, answers come back line by line."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import TypeAdapter

from kontor_cli.client.answers import ImportLine
from kontor_cli.client.session import Session
from kontor_cli.settings import Service


class ImportKind(StrEnum):
    """What a file holds, in the order in which files refer to each other."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    PAYMENTS = "payments"
    NOTES = "notes"
    FOLDERS = "folders"
    ARTICLES = "articles"
    LINES = "lines"

    @property
    def service(self) -> Service:
        if self in (ImportKind.FOLDERS, ImportKind.LINES, ImportKind.ARTICLES):
            return Service.BILLING
        return Service.CUSTOMERS


class Mapping(StrEnum):
    """Whose names the first line of a file has."""

    OURS = "ours"
    BLUEROCKTEL = "bluerocktel"


LINE: TypeAdapter[ImportLine] = TypeAdapter(ImportLine)


def import_file(
    session: Session,
    kind: ImportKind,
    content: bytes,
    *,
    dry_run: bool = False,
    mapping: Mapping = Mapping.OURS,
) -> Iterator[ImportLine]:
    """Progress and refused rows as they come, at last the sums. A dry run stores nothing."""
    asked: dict[str, str | bool] = {"dry_run": dry_run}
    if mapping is not Mapping.OURS:
        asked["mapping"] = mapping.value
    with session.streamed(
        "POST",
        kind.service,
        f"/imports/{kind}",
        params=asked,
        headers={"Content-Type": "text/csv; charset=utf-8"},
        content=content,
    ) as response:
        for line in response.iter_lines():
            yield LINE.validate_json(line)
