"""A form as it is shown: what was typed, what is wrong with it, and what others changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import uuid4

from pydantic import JsonValue

from kontor_web import words
from kontor_web.forms.fields import Field, Kind, Option, Rows, Section
from kontor_web.forms.typed import Typed, told_number, typed_from, value_at, with_value
from kontor_web.languages import marked
from kontor_web.services import Problem

STALE = 412
CHANGED_BY_OTHERS = marked(
    "Jemand anderes hat inzwischen gespeichert. Ihre Eingaben stehen noch da; "
    "prüfen Sie die Unterschiede und speichern Sie dann noch einmal."
)
#: A row with nothing but these is an empty one: they always have a value.
SAYING_NOTHING = frozenset({Kind.CHOICE, Kind.CHECK, Kind.HIDDEN})
TOO_SHORT = frozenset({"too-short", "string-too-short"})
YES, NO = marked("Ja"), marked("Nein")
WRONG_FIELDS = marked("Bitte prüfen Sie die markierten Felder.")


@dataclass(frozen=True)
class Frame:
    """The sections of a form, and options that are known only when it is asked for."""

    sections: tuple[Section, ...]
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    #: Groups that stand for nothing when all of their fields but these are empty.
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The form's paths by the service's, where the two differ.
    aliases: Mapping[str, str] = field(default_factory=dict)
    #: How every path of the service's begins when the form is about a part of its record.
    within: str = ""
    rows: tuple[Rows, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(one for section in self.sections for one in section.fields)

    def sized(self, counts: Mapping[str, int]) -> "Frame":
        """With so many rows of each list to fill in."""
        lists = tuple(one.section(counts.get(one.path, 0)) for one in self.rows)
        plain = tuple(one for one in self.sections if not one.rows)
        return replace(self, sections=plain + lists)

    def options_for(self, asked: Field) -> tuple[Option, ...]:
        in_row = asked.path.rpartition(".")[2] if asked.row else asked.path
        return self.options.get(in_row, asked.options)

    def written(self, typed: Typed, onto: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The record with what was typed."""
        record = {**_copied(onto), **{one.path: None for one in self.rows}}
        for one in self.fields:
            with_value(record, one.path, typed.json(one))
        for listed in self.rows:
            found = record.get(listed.path)
            by_number = found if isinstance(found, dict) else {}
            record[listed.path] = [by_number[one] for one in typed.rows(listed.path)]
        for group, kept in self.optional.items():
            if self._is_empty(typed, group, kept):
                with_value(record, group, None)
        return record

    def own_path(self, path: str) -> str:
        """What the form calls what the service calls `path`."""
        inner = path.removeprefix(self.within)
        return self.aliases.get(inner, inner)

    def _is_empty(self, typed: Typed, group: str, kept: tuple[str, ...]) -> bool:
        inside = [one for one in self.fields if one.path.startswith(f"{group}.")]
        asked = [one for one in inside if one.path.rpartition(".")[2] not in kept]
        return not any(typed.one(one.path).strip() for one in asked)


def _copied(record: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {
        name: _copied(value) if isinstance(value, dict) else value for name, value in record.items()
    }


@dataclass(frozen=True)
class Difference:
    field: Field
    typed: str
    stored: str


@dataclass(frozen=True)
class Form:
    frame: Frame
    typed: Typed
    version: int = 0
    #: Sent along, so that the same form sent twice has its effect once.
    once: str = ""
    summary: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    #: Sent by the button for more rows: to be shown again, not saved.
    wants_rows: bool = False

    def error(self, path: str) -> str:
        return self.errors.get(path, "")

    def options_for(self, asked: Field) -> tuple[Option, ...]:
        """What is offered, and what stands there though it is offered no more."""
        chosen = self.typed.all(asked.path)
        known = self.frame.options_for(asked)
        return tuple(one for one in known if not one.retired or one.value in chosen)

    @property
    def is_wrong(self) -> bool:
        return bool(self.summary or self.errors)

    def is_open(self, section: Section) -> bool:
        """Whether a folded section is shown unfolded: it holds an error, or was just enlarged."""
        enlarged = bool(section.rows) and section.rows == self.typed.one("more")
        return enlarged or any(one.path in self.errors for one in section.fields)

    def wrong_fields(self) -> list[tuple[Field | None, str]]:
        """Every error with its field, in the form's order; those of no field last."""
        by_path = {one.path: one for one in self.frame.fields}
        found: list[tuple[Field | None, str]] = [
            (one, self.errors[one.path]) for one in self.frame.fields if one.path in self.errors
        ]
        return found + [(None, text) for path, text in self.errors.items() if path not in by_path]

    def refused(self, problem: Problem) -> "Form":
        """The same with what the service says against it."""
        errors = {
            path: words.error(self._code(path, one.code), one.message)
            for one in problem.fields
            for path in (self.frame.own_path(one.field),)
        }
        summary = words.refusal(problem.code, problem.detail)
        return replace(self, errors=errors, summary=summary or WRONG_FIELDS)

    def _code(self, path: str, code: str) -> str:
        """What was left out is not called too short."""
        return "required" if code in TOO_SHORT and not self.typed.one(path).strip() else code

    def wrong(self, codes: Mapping[str, str]) -> "Form":
        """The same with what the page itself finds, by path."""
        errors = {path: words.error(code, "") for path, code in codes.items()}
        return replace(self, errors=errors, summary=WRONG_FIELDS)

    def overtaken(self, stored: Mapping[str, JsonValue], version: int) -> "Form":
        """The same beside what is stored by now, so that saving again is a decision."""
        frame = self.frame.sized({one.path: self._rows(one, stored) for one in self.frame.rows})
        now = typed_from(stored, frame.fields)
        differences = tuple(
            Difference(one, self._told(one, self.typed), self._told(one, now))
            for one in frame.fields
            if one.kind is not Kind.HIDDEN and self._told(one, self.typed) != self._told(one, now)
        )
        return replace(
            self, frame=frame, version=version, summary=CHANGED_BY_OTHERS, differences=differences
        )

    def _rows(self, rows: Rows, stored: Mapping[str, JsonValue]) -> int:
        """As many as are typed or stored, and those to spare."""
        return max(len(self.typed.rows(rows.path)), _length(stored, rows)) + rows.spare

    def _told(self, asked: Field, typed: Typed) -> str:
        if asked.kind is Kind.CHECK:
            return YES if typed.checked(asked.path) else NO
        if asked.kind is Kind.AMOUNT:
            return told_number(typed.one(asked.path))
        labels = {one.value: one.label for one in self.frame.options_for(asked)}
        texts = [one.replace("\r\n", "\n").strip() for one in typed.all(asked.path) if one.strip()]
        return ", ".join(labels.get(text, text) for text in texts)


def new_form(
    frame: Frame, record: Mapping[str, JsonValue] | None = None, *, version: int = 0
) -> Form:
    """The form with what is in the record."""
    stored = record or {}
    sized = frame.sized({one.path: _length(stored, one) + one.spare for one in frame.rows})
    typed = typed_from(stored, sized.fields)
    return Form(sized, typed, version=version, once=uuid4().hex)


def sent_form(frame: Frame, typed: Typed) -> Form:
    """The form as somebody sent it."""
    for one in frame.rows:
        said = {asked.path for asked in one.fields if asked.kind not in SAYING_NOTHING}
        typed = typed.closed_up(one.path, said)
    more = typed.one("more")
    sized = frame.sized(
        {one.path: len(typed.rows(one.path)) + one.spare + (one.path == more) for one in frame.rows}
    )
    version = typed.number("version")
    return Form(sized, typed, version=version, once=typed.one("once"), wants_rows=bool(more))


def _length(record: Mapping[str, JsonValue], rows: Rows) -> int:
    found = value_at(record, rows.path)
    return len(found) if isinstance(found, list) else 0
