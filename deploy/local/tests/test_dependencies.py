"""docs/dependencies.md gives a reason for every package that Kontor asks for, and for no other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]


def asked_for() -> set[str]:
    pyprojects = [*ROOT.glob("*/pyproject.toml")]
    pyprojects += [*ROOT.glob("services/*/pyproject.toml"), *ROOT.glob("deploy/*/pyproject.toml")]
    declared = [tomllib.loads(file.read_text())["project"] for file in pyprojects]
    dev = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["dev"]
    asked = [*dev, *(asked for project in declared for asked in project["dependencies"])]
    names = {re.split(r"[\[=<>~ ]", name)[0] for name in asked}
    return {name for name in names if not name.startswith("kontor-")}


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([^`]+)` \| [^|]+ \| \S[^|]+ \|$", page, re.MULTILINE))
    assert explained == asked_for()


def test_the_lock_names_no_address() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
