"""Kinds of actions: those that we bring, and those that the team configures."""

from typing import Annotated, ClassVar

from kontor_contracts.values import LocalizedText, Value
from pydantic import Field

from kontor_tasks.model.strict import Strict
from kontor_tasks.model.text import Label, OptionalLabel

#: Lower-case words joined by hyphens.
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Kind(Value):
    """What sort of action it is; a retired kind stays on old actions and is offered no more."""

    key: str
    version: int = 0
    name: LocalizedText
    active: bool = True


class KindName(Strict):
    de: Label
    fr: OptionalLabel = ""
    en: OptionalLabel = ""


class KindFields(Strict):
    """What the team writes about a kind."""

    read_only: ClassVar[frozenset[str]] = frozenset({"key", "version"})

    name: KindName
    active: bool = True


#: There from the start; version 0 says that nobody has changed them.
BUILT_IN = (
    Kind(key="call", name=LocalizedText(de="Anruf", fr="Appel", en="Call")),
    Kind(key="e-mail", name=LocalizedText(de="E-Mail", fr="E-mail", en="E-mail")),
    Kind(key="meeting", name=LocalizedText(de="Termin", fr="Rendez-vous", en="Meeting")),
    Kind(key="follow-up", name=LocalizedText(de="Nachfassen", fr="Relance", en="Follow-up")),
    Kind(key="task", name=LocalizedText(de="Aufgabe", fr="Tâche", en="Task")),
    Kind(
        key="installation",
        name=LocalizedText(de="Installation", fr="Installation", en="Installation"),
    ),
    Kind(
        key="delivery-failed",
        name=LocalizedText(de="Zustellung", fr="Remise", en="Delivery"),
    ),
    Kind(key="payment", name=LocalizedText(de="Zahlung", fr="Paiement", en="Payment")),
    Kind(key="contract", name=LocalizedText(de="Vertrag", fr="Contrat", en="Contract")),
)


def all_kinds(stored: list[Kind]) -> list[Kind]:
    """Built-in and configured ones by key; a stored kind stands for the built-in one."""
    return sorted(
        {kind.key: kind for kind in (*BUILT_IN, *stored)}.values(), key=lambda kind: kind.key
    )


def with_fields(kind: Kind | None, key: str, fields: KindFields) -> Kind:
    """The next version of the kind."""
    return Kind.model_validate(
        {**fields.model_dump(), "key": key, "version": (kind.version if kind else 0) + 1}
    )
