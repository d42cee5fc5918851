"""Rows of an import: read into values, or refused with every wrong cell."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Value
from pydantic import ValidationError

Cells = Mapping[str, str]
RowT = TypeVar("RowT", bound=Value)


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class RowRefusedError(InvalidInputError):
    """A row has wrong cells; nothing of it is stored."""


def parsed(model: type[RowT], cells: Cells) -> RowT:
    """The row's cells, empty ones left at their default; RowRefusedError names every wrong one."""
    try:
        return model.model_validate({name: cell for name, cell in cells.items() if cell})
    except ValidationError as wrong:
        errors = [
            FieldError(str(one["loc"][0]), one["type"].replace("_", "-"), one["msg"])
            for one in wrong.errors()
        ]
        raise RowRefusedError("some cells are wrong", fields=errors) from wrong


def refused(column: str, code: str, message: str) -> RowRefusedError:
    return RowRefusedError(message, fields=[FieldError(column, code, message)])
