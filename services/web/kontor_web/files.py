"""Fingerprints of static files: a changed one has another address, so caches never lag behind."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

STATIC = Path(__file__).parent / "static"
LENGTH = 10


def fingerprints() -> Mapping[str, str]:
    """The start of each file's hash, by its path under `static`."""
    found = [file for file in STATIC.rglob("*") if file.is_file()]
    return {
        file.relative_to(STATIC).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:LENGTH]
        for file in found
    }
