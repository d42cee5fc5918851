"""The session that `kontor login` opened, kept in a file that its owner alone may read."""

import os
from collections.abc import Mapping
from pathlib import Path

FILE_SETTING = "KONTOR_SESSION_FILE"


def session_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where it is kept: `KONTOR_SESSION_FILE`, else among the configuration of the user."""
    if chosen := environment.get(FILE_SETTING):
        return Path(chosen)
    home = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return home / "kontor" / "session"


def kept_secret(environment: Mapping[str, str] = os.environ) -> str:
    """Empty where nobody has signed in."""
    file = session_file(environment)
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def keep_secret(secret: str) -> Path:
    file = session_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(secret, encoding="utf-8")
    return file


def forget_secret() -> None:
    session_file().unlink(missing_ok=True)
