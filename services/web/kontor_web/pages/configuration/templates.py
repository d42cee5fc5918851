"""Standard installations as people change them: a phase at a time, keys made of titles."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from kontor_contracts.billing.installation import Installation
from pydantic import JsonValue

from kontor_web.access import Person
from kontor_web.services import Problem, RefusedError
from kontor_web.settings import Service

PATH = "/standard-installations"
LONGEST_KEY = 32
Record = dict[str, JsonValue]


async def read_installations(person: Person) -> list[Installation]:
    return (await person.list(Service.BILLING, PATH, Installation)).items


async def read_installation(person: Person, key: str) -> Installation:
    for one in await read_installations(person):
        if one.key == key:
            return one
    raise RefusedError(Problem(status=404))


def key_of(title: str, taken: Sequence[str]) -> str:
    """A key that tells what it stands for, and that nothing else has."""
    spelt = title.lower().replace("ß", "ss").replace("ä", "ae").replace("ö", "oe")
    plain = unicodedata.normalize("NFKD", spelt.replace("ü", "ue"))
    word = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    start = re.sub(r"^[^a-z]*", "", word)[:LONGEST_KEY].strip("-") or "x"
    number, key = 1, start
    while key in taken:
        number += 1
        key = f"{start}-{number}"
    return key


def keys_in(installation: Installation | None) -> list[str]:
    phases = installation.phases if installation else ()
    return [
        *(phase.key for phase in phases),
        *(task.key for phase in phases for task in phase.tasks),
    ]


def keyed(phase: Mapping[str, JsonValue], taken: Sequence[str]) -> Record:
    """The phase and its tasks, each with a key; those that have one keep it."""
    known = list(taken)

    def with_key(record: Mapping[str, JsonValue]) -> Record:
        key = str(record.get("key") or key_of(str(record.get("title", "")), known))
        known.append(key)
        return {**record, "key": key}

    asked = phase.get("tasks")
    tasks = asked if isinstance(asked, list) else []
    keyed_tasks: list[JsonValue] = [with_key(one) for one in tasks if isinstance(one, dict)]
    return {**with_key(phase), "tasks": keyed_tasks}


def phases_of(installation: Installation) -> list[Record]:
    return [phase.model_dump(mode="json") for phase in installation.phases]


def with_phase(installation: Installation, number: int, phase: Record) -> list[Record]:
    """The phases with this one in the place of the one at `number`, or behind the last."""
    phases = phases_of(installation)
    return [*phases[:number], phase, *phases[number + 1 :]]


def moved_up(installation: Installation, number: int) -> list[Record]:
    phases = phases_of(installation)
    if 0 < number < len(phases):
        phases[number - 1], phases[number] = phases[number], phases[number - 1]
    return phases


def body_of(title: str, phases: Sequence[Record]) -> Record:
    return {"title": title, "phases": [*phases]}
