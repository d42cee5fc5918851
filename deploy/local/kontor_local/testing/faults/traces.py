"""What a kill must not leave behind, each as a sentence when it is there."""

import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from email.parser import BytesHeaderParser
from pathlib import Path
from xml.etree import ElementTree as ET

from kontor_cli.client.downloads import Export
from kontor_cli.client.kontor import Kontor
from kontor_cli.settings import Service

from kontor_local.demo.outcome import Outcome
from kontor_local.demo.outcomes import GAVE_UP
from kontor_local.mailbox import mails

NUMBER = re.compile(r"\d{4}-\d{6}")


def no_traces(kontor: Kontor, outcome: Outcome, mailbox: Path) -> bool:
    """True; AssertionError with all that is there, beside what the report counts."""
    found = list(traces(kontor, outcome, mailbox))
    assert not found, "\n".join(found)  # noqa: S101  # it judges, as a test does
    return True


def traces(kontor: Kontor, outcome: Outcome, mailbox: Path) -> Iterator[str]:
    yield from wrong_numbers(kontor, outcome)
    yield from second_mails(mails(mailbox))
    yield from repeated("archived", outcome.files[Export.ARCHIVES], member_names)
    yield from repeated("debited", outcome.files[Export.SEPA], end_to_end_ids)
    yield from repeated("exported", outcome.files[Export.GOCARDLESS], row_lines)
    yield from undone_actions(kontor, outcome)
    yield from left_behind(kontor)


def wrong_numbers(kontor: Kontor, outcome: Outcome) -> Iterator[str]:
    """The series of all runs so far, from 1 on."""
    month = outcome.run.label[:7]
    runs = kontor.billing.runs(month)
    invoices = [one for run in runs for one in kontor.billing.invoices(run.id)]
    numbers = [int(one.number.rpartition("-")[2]) for one in invoices]
    yield from (f"number {one} is given twice" for one in doubles(numbers))
    missing = set(range(1, len(set(numbers)) + 1)) - set(numbers)
    yield from (f"number {one} is missing" for one in sorted(missing))


def second_mails(found: Iterable[Path]) -> Iterator[str]:
    """A mail may come again under its Message-ID, an invoice under no second one."""
    ids: dict[str, set[str]] = defaultdict(set)
    for mail in found:
        with mail.open("rb") as opened:
            headers = BytesHeaderParser().parse(opened)
        for number in NUMBER.findall(str(headers["Subject"]))[:1]:
            ids[number].add(str(headers["Message-ID"]))
    yield from (f"{number} was mailed as {one}" for number, one in ids.items() if len(one) > 1)


def repeated(
    what: str, files: Iterable[Path], entries: Callable[[Path], Iterable[str]]
) -> Iterator[str]:
    """Entries that stand in the files of a run more than once."""
    found = [entry for file in files for entry in entries(file)]
    yield from (f"{one} is {what} twice" for one in doubles(found))


def member_names(archive: Path) -> list[str]:
    with tarfile.open(archive) as opened:
        return opened.getnames()


def end_to_end_ids(file: Path) -> list[str]:
    root = ET.parse(file).getroot()  # noqa: S314  # our own file
    return [str(one.text) for one in root.iterfind(".//{*}EndToEndId")]


def row_lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def undone_actions(kontor: Kontor, outcome: Outcome) -> Iterator[str]:
    """Every failure has opened one action, and nothing else has."""
    invoices = {one.id for one in outcome.invoices}
    failed = Counter(one.invoice_id for one in outcome.deliveries if one.state in GAVE_UP)
    opened = Counter(one.invoice_id for one in kontor.actions("open") if one.invoice_id in invoices)
    if failed != opened:
        yield f"{failed.total()} deliveries failed, {opened.total()} actions were opened"


def left_behind(kontor: Kontor) -> Iterator[str]:
    for service in Service:
        if count := kontor.operations.unpublished(service):
            yield f"{count} facts of {service} are unpublished"
        yield from (f"{one.reference} is parked" for one in kontor.operations.parked(service))


def doubles(entries: Iterable[object]) -> list[object]:
    return [entry for entry, count in Counter(entries).items() if count > 1]
