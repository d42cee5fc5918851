"""What callers write: unknown fields are refused by name, those only we write passed over."""

from typing import ClassVar

from kontor_contracts.values import Value
from pydantic import ConfigDict, model_validator


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
