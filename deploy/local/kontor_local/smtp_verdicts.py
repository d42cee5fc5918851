"""What the SMTP sink is told to do with mails to certain recipients, in a file beside the mails."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import TypeAdapter

FILE_NAME = "verdicts.json"


class Verdict(StrEnum):
    """`cut` ends the connection without keeping the mail, `keep-and-cut` where the reply is due."""

    REFUSE = "refuse"
    REFUSE_DATA = "refuse-data"
    DELAY = "delay"
    CUT = "cut"
    KEEP_AND_CUT = "keep-and-cut"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """For recipients like `*@full.example`, each `every`th, `times` times (None: always)."""

    recipient: str
    verdict: Verdict
    reply: str = "550 5.1.1 No such mailbox here"
    seconds: float = 0
    every: int = 1
    times: int | None = None


RULES = TypeAdapter(list[Rule])


def write_rules(directory: Path, rules: Iterable[Rule]) -> None:
    """Take effect with the next command that the sink receives, and count from none again."""
    fresh = directory / f".{FILE_NAME}"
    fresh.write_bytes(RULES.dump_json(list(rules), indent=2))
    fresh.replace(directory / FILE_NAME)


class Rules:
    """The rules in force; read again whenever the file changed."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / FILE_NAME
        self._version: tuple[int, int] | None = None
        self._rules: list[Rule] = []
        self._met: Counter[Rule] = Counter()
        self._used: Counter[Rule] = Counter()

    def take(self, recipients: Iterable[str], *verdicts: Verdict) -> Rule | None:
        """The first rule with one of the verdicts for one of the recipients, counted as used."""
        self._refresh()
        found = list(recipients)
        for rule in self._rules:
            if rule.verdict in verdicts and self._applies(rule, found):
                self._used[rule] += 1
                return rule
        return None

    def _applies(self, rule: Rule, recipients: list[str]) -> bool:
        if rule.times is not None and self._used[rule] >= rule.times:
            return False
        if not any(fnmatchcase(address.lower(), rule.recipient) for address in recipients):
            return False
        self._met[rule] += 1
        return self._met[rule] % rule.every == 0

    def _refresh(self) -> None:
        try:
            state = self._file.stat()
        except FileNotFoundError:
            self._version, self._rules = None, []
            return
        version = (state.st_mtime_ns, state.st_ino)
        if version != self._version:
            self._version, self._met, self._used = version, Counter(), Counter()
            self._rules = RULES.validate_json(self._file.read_bytes())
