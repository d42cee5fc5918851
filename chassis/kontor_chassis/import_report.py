"""What an import says while it runs: JSON, one line after the other (NDJSON)."""

from collections.abc import AsyncIterator
from typing import Literal

from kontor_contracts.values import Value

MEDIA_TYPE = "application/x-ndjson"


class Progress(Value):
    """So many rows are committed."""

    kind: Literal["progress"] = "progress"
    done: int
    total: int


class Refused(Value):
    """A wrong cell. Nothing of its row is stored; `row` is the line in the file."""

    kind: Literal["refused"] = "refused"
    row: int
    column: str
    code: str
    reason: str


class Finished(Value):
    """The last line: how the rows came out."""

    kind: Literal["finished"] = "finished"
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


ReportLine = Progress | Refused | Finished


async def as_json_lines(report: AsyncIterator[ReportLine]) -> AsyncIterator[bytes]:
    """The body of the answer, line by line as the import goes on."""
    async for line in report:
        yield line.model_dump_json().encode() + b"\n"
