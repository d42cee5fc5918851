"""A supervisor in a process of its own, so that a test can kill it."""

import asyncio
import sys
from pathlib import Path

from kontor_local.ports import is_free
from kontor_local.probes import healthy
from kontor_local.program import Program
from kontor_local.supervisor import supervised


async def main(directory: Path, port: int) -> None:
    assert is_free(port)
    script = Path(__file__).with_name("stand_in.py")
    program = Program(
        name="orphan",
        command=(sys.executable, str(script), str(port), str(directory / "notes")),
        environment={"STAND_IN": "orphan"},
        ports={"STAND_IN_PORT": port},
        ready=healthy(port),
    )
    async with supervised([[program]], directory):
        (directory / "ready").touch()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
