"""What callers write: texts of a length, and no field that does not exist."""

from typing import Annotated

from kontor_contracts.values import Value
from pydantic import ConfigDict, Field

Text = Annotated[str, Field(max_length=500)]
FilledText = Annotated[str, Field(min_length=1, max_length=500)]


class Strict(Value):
    """A misspelt field is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")
