"""A maildir: mails appear whole in `new`, and are moved to `cur` once somebody has seen them."""

from pathlib import Path

SEEN, SEEN_AND_FLAGGED = ":2,S", ":2,FS"


class Maildir:
    def __init__(self, directory: Path) -> None:
        self._new, self._cur = directory / "new", directory / "cur"
        for folder in (self._new, self._cur, directory / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)

    def new(self) -> list[str]:
        return sorted(path.name for path in self._new.iterdir() if path.is_file())

    def read(self, name: str) -> bytes:
        return (self._new / name).read_bytes()

    def done(self, name: str, *, flagged: bool) -> None:
        """Flagged ones are for a person to look at."""
        flags = SEEN_AND_FLAGGED if flagged else SEEN
        (self._new / name).rename(self._cur / (name.partition(":")[0] + flags))
