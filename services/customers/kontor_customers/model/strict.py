"""What callers write: unknown fields are refused by name, those only we write passed over."""

from typing import ClassVar, TypeVar

from kontor_contracts.errors import FieldError, InvalidInputError
from kontor_contracts.values import Value
from pydantic import ConfigDict, ValidationError, model_validator


class Strict(Value):
    """A body as somebody typed it; `read_only` fields may come along: what was read can be sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    read_only: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _pass_over_read_only(cls, data: object) -> object:
        if not cls.read_only or not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if name not in cls.read_only}


StrictT = TypeVar("StrictT", bound=Strict)


def parsed(model: type[StrictT], data: object) -> StrictT:
    """`data` as a `model`; InvalidInputError naming every wrong field."""
    try:
        return model.model_validate(data)
    except ValidationError as wrong:
        raise InvalidInputError("Some fields are wrong.", fields=field_errors(wrong)) from wrong


def field_errors(wrong: ValidationError) -> tuple[FieldError, ...]:
    """Every wrong field, by its path; the value itself is not repeated, it may be an IBAN."""
    return tuple(
        FieldError(".".join(map(str, error["loc"])), *_in_our_words(error["type"], error["msg"]))
        for error in wrong.errors(include_input=False, include_url=False)
    )


def _in_our_words(kind: str, message: str) -> tuple[str, str]:
    match kind:
        case "missing":
            return "required", "is required"
        case "extra_forbidden":
            return "unknown-field", "is no field of this record"
        case "bool_parsing" | "bool_type":
            return "yes-or-no", "is yes or no"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return "not-a-day", "is no day as in 2026-10-31"
    return kind.replace("_", "-"), message[:1].lower() + message[1:]
