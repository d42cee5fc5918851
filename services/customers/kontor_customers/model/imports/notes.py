"""notes.csv: a row is a note, matched within its party by its key, without one by its text."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Annotated
from uuid import UUID, uuid5

from kontor_customers.model.history import Author
from kontor_customers.model.imports.columns import RowRefusedError, laid_over, parsed_row
from kontor_customers.model.imports.directory import Directory, PartyOutline
from kontor_customers.model.imports.plan import Outcome, Plan, planned, unknown_party
from kontor_customers.model.imports.rows import Row, number_of
from kontor_customers.model.notes import Note, NoteFields, edited, written
from kontor_customers.model.strict import Strict
from kontor_customers.model.text import Label, line

COLUMNS = {
    "number": ("number",),
    "key": ("key",),
    "text": ("note", "text"),
    "pinned": ("note", "pinned"),
    "written_at": ("written_at",),
    "author": ("author",),
}


class NoteRow(Strict):
    number: Annotated[str, line(200, required=True)]
    key: Annotated[str, line(64)] = ""
    note: NoteFields
    written_at: datetime | date | None = None
    author: Label = ""


def keys_of(row: Row) -> dict[str, str]:
    """The same note stands once in a file."""
    cells = {name: cell.strip() for name, cell in row.cells.items()}
    named = "key" if cells.get("key") else "text"
    return {named: f"{cells['number']}\n{cells.get(named, '')}"}


def plan_notes(
    rows: Iterable[Row],
    directory: Directory[PartyOutline],
    known: Mapping[UUID, Note],
    *,
    author: Author,
    at: datetime,
) -> Plan[Note]:
    """What the rows do to the notes `known` by id."""

    def step(plan: Plan[Note], row: Row) -> Outcome:
        number = directory.meant_by(number_of(row))
        if number is None:
            raise unknown_party(lambda: _said(row))
        said = _said(row)
        note_id = id_of(row, directory.parties[number].id)
        before = plan.current(str(note_id))
        if before:
            same = said.note.model_copy(update={"mentions": before.mentions})
            after = edited(before, same, author=author, at=at)
        else:
            party_id = directory.parties[number].id
            by = author.model_copy(update={"name": said.author or author.name})
            moment = _moment(said.written_at) or at
            after = written(said.note, note_id=note_id, party_id=party_id, author=by, at=moment)
        if after is before:
            return Outcome.UNCHANGED
        plan.after[str(note_id)] = after
        return Outcome.UPDATED if before else Outcome.CREATED

    return planned(rows, Plan({str(key): note for key, note in known.items()}), step)


def id_of(row: Row, party_id: UUID) -> UUID:
    """Repeats with the row, so that the same file again finds what it made."""
    named = row.cells.get("key", "").strip() or row.cells.get("text", "").strip()
    return uuid5(party_id, f"note\x1f{named}")


def ids_in(rows: Iterable[Row], directory: Directory[PartyOutline]) -> set[UUID]:
    """The ids of the notes that the rows mean."""
    found = set()
    for row in rows:
        with suppress(RowRefusedError):
            if number := directory.meant_by(number_of(row)):
                found.add(id_of(row, directory.parties[number].id))
    return found


def _said(row: Row) -> NoteRow:
    return parsed_row(NoteRow, laid_over({}, row.cells, COLUMNS), COLUMNS)


def _moment(written_at: datetime | date | None) -> datetime | None:
    if written_at is None:
        return None
    if not isinstance(written_at, datetime):
        return datetime.combine(written_at, time(12), UTC)
    return written_at if written_at.tzinfo else written_at.replace(tzinfo=UTC)
