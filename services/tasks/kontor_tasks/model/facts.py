"""From a fact to its action: each cause one, however often it is told."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from uuid import UUID, uuid5

from kontor_contracts.event import Event
from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Language, LocalizedText

from kontor_tasks.model.calendar import day_of
from kontor_tasks.model.place import Place
from kontor_tasks.model.rules import Rule
from kontor_tasks.model.watched import BY_TYPE, WATCHED, Watched
from kontor_tasks.model.working_days import working_days_after

CAUSES = UUID("6e6f7a4e-4d7e-5b0e-9a55-6b3a1f0c2d77")
#: Taken over from the fact where it has them.
REFERENCES = ("party_id", "folder_id", "invoice_id")
LONGEST_TITLE = 200
#: Codes in titles, in words.
WORDS = {
    "document": LocalizedText(de="Dokument", fr="document", en="document"),
    "email": LocalizedText(de="E-Mail", fr="e-mail", en="e-mail"),
    "chorus-pro": LocalizedText(de="Chorus Pro"),
    "gocardless": LocalizedText(de="GoCardless"),
    "return": LocalizedText(de="Rücklastschrift", fr="rejet", en="return"),
    "payment": LocalizedText(de="Zahlung", fr="paiement", en="payment"),
}


def rules_in_force(stored: Mapping[str, Rule]) -> dict[str, Rule]:
    """One rule for each watched fact: the configured one, else ours."""
    return {one.fact.type: stored.get(one.fact.type, one.rule) for one in WATCHED}


def action_after(fact: Event, rule: Rule, place: Place, now: datetime) -> Action | None:
    """What a person has to do, in the organisation's language; nothing where the rule says so."""
    watched = BY_TYPE[fact.type]
    told = _fields(fact, watched)
    field, excepted = watched.except_for
    if not rule.active or told.get(field) in excepted:
        return None
    moment = told.get(watched.at)
    day = day_of(moment if isinstance(moment, datetime) else now, place.zone)
    return Action.model_validate(
        {
            "id": uuid5(CAUSES, "/".join([fact.type, *(str(told[one]) for one in watched.cause)])),
            "version": 1,
            "kind": rule.kind,
            "title": _title(watched, told, place.language),
            "description": told.get(watched.because) or "",
            "due_on": working_days_after(day, rule.working_days, place.country),
            "priority": rule.priority,
            "role": rule.role,
            "assignee_id": rule.assignee_id,
            **{name: told.get(name) for name in REFERENCES},
        }
    )


def _fields(fact: Event, watched: Watched) -> dict[str, object]:
    return dict(getattr(fact, watched.part) if watched.part else fact)


def _title(watched: Watched, told: Mapping[str, object], language: Language) -> str:
    words = {name: _in_words(value, language) for name, value in told.items()}
    return watched.title.in_language(language).format_map(words)[:LONGEST_TITLE]


def _in_words(value: object, language: Language) -> object:
    if value is None:
        return ""
    code = value.value if isinstance(value, Enum) else ""
    return WORDS[code].in_language(language) if code in WORDS else value
