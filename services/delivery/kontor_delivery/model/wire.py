"""Bodies of other systems as they come over the wire."""

from kontor_contracts.values import Value
from pydantic import model_validator


class Wire(Value):
    """A field that is null is as good as absent."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, fields: object) -> object:
        if not isinstance(fields, dict):
            return fields
        return {name: value for name, value in fields.items() if value is not None}
