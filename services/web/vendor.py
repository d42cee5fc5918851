"""Fetch the front end's parts with npm's client, at fixed versions, with their licences.

Run by `make vendor`; what it writes is kept in the repository, so that nothing else needs npm.
"""

import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WEB = HERE / "kontor_web"
VENDOR = WEB / "static" / "vendor"
AXE = HERE.parents[1] / "tests" / "browser" / "vendor"
PACKAGES = {"htmx.org": "4.0.1", "lucide-static": "1.62.0", "axe-core": "4.14.1"}
ICONS = (
    "arrow-down", "arrow-left-right", "arrow-right", "arrow-up", "briefcase", "building-2",
    "calendar", "calendar-check", "check", "chevron-down", "chevron-left", "chevron-right",
    "circle-alert", "circle-check", "contact", "download", "file-text", "folder", "funnel",
    "history", "house", "info", "landmark", "life-buoy", "list-checks", "list-todo", "log-out",
    "mail", "menu", "monitor", "percent", "pin", "plus", "receipt-euro", "router", "search", "send",
    "smartphone", "sticky-note", "triangle-alert", "user-plus", "user-round", "users", "wrench",
)  # fmt: skip
DRAWN = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        unpacked = {name: _unpacked(name, Path(place)) for name in PACKAGES}
        VENDOR.mkdir(parents=True, exist_ok=True)
        AXE.mkdir(parents=True, exist_ok=True)
        htmx, lucide, axe = (unpacked[name] for name in PACKAGES)
        shutil.copy(htmx / "dist" / "htmx.min.js", VENDOR / "htmx.min.js")
        shutil.copy(htmx / "LICENSE", VENDOR / "htmx.LICENSE")
        shutil.copy(lucide / "LICENSE", VENDOR / "lucide.LICENSE")
        shutil.copy(axe / "axe.min.js", AXE / "axe.min.js")
        shutil.copy(axe / "LICENSE", AXE / "axe.LICENSE")
        (WEB / "static" / "icons.svg").write_text(_sprite(lucide / "icons"), encoding="utf-8")


def _unpacked(name: str, place: Path) -> Path:
    """The package's files, as npm's own client gives them."""
    into = place / name
    into.mkdir()
    npm = shutil.which("npm") or "npm"
    command = [npm, "pack", f"{name}@{PACKAGES[name]}", "--silent", f"--pack-destination={into}"]
    subprocess.run(command, check=True, capture_output=True)
    [archive] = into.glob("*.tgz")
    with tarfile.open(archive) as file:
        file.extractall(into, filter="data")
    return into / "package"


def _sprite(icons: Path) -> str:
    """One file of the icons that pages show, and of no others."""
    symbols = [_symbol(name, (icons / f"{name}.svg").read_text()) for name in ICONS]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name: str, svg: str) -> str:
    found = DRAWN.search(svg)
    drawn = " ".join(found[1].split()) if found else ""
    stroke = (
        'fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round"'
    )
    return f'<symbol id="{name}" viewBox="0 0 24 24" {stroke}>{drawn}</symbol>'


if __name__ == "__main__":
    main()
