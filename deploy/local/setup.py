"""Make everything that Kontor needs on this machine; only what changed since the last time."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "setup.json"
LOCK = ROOT / "requirements.lock"
PACKAGES = ("contracts", "chassis", "services/*", "cli", "deploy/local", "bench")
XRECHNUNG_RULES = ROOT / "deploy" / "local" / "kontor_local" / "xrechnung_rules.py"
VERAPDF = ROOT / "deploy" / "local" / "kontor_local" / "verapdf.py"
STRIMZI_KINDS = ROOT / "deploy" / "local" / "kontor_local" / "strimzi_kinds.py"
KAFKA_JARS = ROOT / "deploy" / "local" / "kontor_local" / "kafka_jars.py"
OLDEST_PYTHON = (3, 11)

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
FONTS = ("fonts-open-sans", "fonts-dejavu-core")
MONGOD = ("libcurl4",)
#: For the tests of the pages.
BROWSER = ("chromium",)


class Step(NamedTuple):
    """One part of the set-up, repeated only when its key differs from the stamped one."""

    name: str
    key: str
    run: Callable[[], None]


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Kontor needs Python 3.11 or newer; {sys.executable} is {sys.version[:6]}.")
    if stamped() == {step.name: step.key for step in steps()}:
        return
    with one_at_a_time():
        started = time.monotonic()
        done = stamped()
        for step in steps():
            if done.get(step.name) != step.key:
                step.run()
                done[step.name] = step.key
                stamp(done)
        say(f"Ready after {time.monotonic() - started:.0f} s.")


def steps() -> tuple[Step, ...]:
    here = f"{ROOT} {sys.version}"
    locked = digest(LOCK)
    ours = digest(*(folder / "pyproject.toml" for folder in our_packages()))
    system = " ".join(system_packages())
    return (
        Step("system packages", system, install_system_packages),
        Step("virtual environment", here, make_virtual_environment),
        Step("requirements", f"{here} {locked}", install_requirements),
        Step("our packages", f"{here} {locked} {ours}", install_our_packages),
        Step("Kafka", digest(KAFKA_JARS), fetch_kafka),
        Step("XRechnung's rules", digest(XRECHNUNG_RULES), fetch_xrechnung_rules),
        Step("veraPDF", digest(VERAPDF), fetch_verapdf),
        Step("Strimzi's kinds", digest(STRIMZI_KINDS), fetch_strimzi_kinds),
    )


def stamped() -> dict[str, str]:
    with contextlib.suppress(FileNotFoundError, ValueError):
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    return {}


def stamp(done: dict[str, str]) -> None:
    if VENV.exists():
        STAMP.write_text(json.dumps(done, indent=2), encoding="utf-8")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    with (var / "setup.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def system_packages() -> tuple[str, ...]:
    """Debian's names; venv is a package of its own there, recognised by its part `ensurepip`."""
    has_venv = importlib.util.find_spec("ensurepip") is not None
    return (*PANGO, *FONTS, *MONGOD, *BROWSER, *(() if has_venv else ("python3-venv",)))


def install_system_packages() -> None:
    if not shutil.which("dpkg-query"):
        say("Not a Debian system: it needs Pango, HarfBuzz, Open Sans, DejaVu, libcurl, Chromium.")
        return
    missing = [name for name in system_packages() if name not in present_packages()]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit(f"Please install system packages: sudo apt-get install {' '.join(missing)}")
    say(f"Installing the system packages {', '.join(missing)} ...")
    run("apt-get", "-qq", "update")
    run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *missing)


def present_packages() -> set[str]:
    """Names of what is installed, and the older names that it provides (libcurl4t64: libcurl4)."""
    form = "${db:Status-Status}, ${Package}, ${Provides}\n"
    listing = run("dpkg-query", "--show", "--showformat", form)
    rows = [row for row in listing.splitlines() if row.startswith("installed,")]
    installed = (row.split(", ")[1:] for row in rows)
    return {name.split(" ")[0] for names in installed for name in names}


def make_virtual_environment() -> None:
    say("Making the virtual environment .venv ...")
    run(sys.executable, "-m", "venv", "--clear", str(VENV))
    run(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")


def install_requirements() -> None:
    say("Installing the locked Python packages, MongoDB and a Java runtime among them (900 MB) ...")
    uv("pip", "sync", "--require-hashes", "--compile-bytecode", str(LOCK))


def install_our_packages() -> None:
    editables = [word for folder in our_packages() for word in ("--editable", str(folder))]
    uv("pip", "install", "--no-deps", "--no-build-isolation", *editables)


def fetch_kafka() -> None:
    say("Fetching Kafka's jars (45 MB) ...")
    run(str(PYTHON), "-m", "kontor_local.kafka_jars")


def fetch_xrechnung_rules() -> None:
    run(str(PYTHON), "-m", "kontor_local.xrechnung_rules")


def fetch_verapdf() -> None:
    run(str(PYTHON), "-m", "kontor_local.verapdf")


def fetch_strimzi_kinds() -> None:
    say("Fetching Strimzi's kinds and what makes schemas of them (35 MB) ...")
    run(str(PYTHON), "-m", "kontor_local.strimzi_kinds")


def our_packages() -> list[Path]:
    folders = (folder for pattern in PACKAGES for folder in sorted(ROOT.glob(pattern)))
    return [folder for folder in folders if (folder / "pyproject.toml").exists()]


def digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def uv(*arguments: str) -> None:
    run(str(VENV / "bin" / "uv"), *arguments, "--quiet", "--python", str(PYTHON))


def run(*command: str) -> str:
    """Run quietly and answer the output; a command that fails explains itself."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}{done.stderr}Set-up stopped: {' '.join(command)}")
    return done.stdout


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
