"""Figures of an outcome beside those that must be."""

from pathlib import Path

from kontor_cli.client.downloads import Export

from kontor_local.demo import results
from kontor_local.demo.outcome import Outcome
from kontor_local.demo.report import Stage
from kontor_local.sample.figures import Figures


def stages(outcome: Outcome, wanted: Figures, mailbox: Path) -> dict[str, Stage]:
    """What was done is counted where it lies: in the folders, and in our mail server's mailbox."""
    return billed(outcome, wanted) | sent(outcome, wanted, mailbox) | filed(outcome, wanted)


def billed(outcome: Outcome, wanted: Figures) -> dict[str, Stage]:
    totals, seconds = outcome.run.totals, outcome.seconds
    left_out = totals.left_out if totals else 0
    debits = results.debits(outcome.files[Export.SEPA])
    excluded = sum(len(file.excluded) for file in outcome.debit_files)
    return {
        "invoices": stage(wanted.invoices, len(outcome.invoices), seconds["invoices"]),
        "left_out": stage(wanted.left_out, left_out, seconds["invoices"]),
        "debit_files": stage(
            len(wanted.debits), len(outcome.files[Export.SEPA]), seconds["debits"]
        ),
        "direct_debits": stage(sum(wanted.debits.values()), debits, seconds["debits"]),
        "debits_excluded": stage(wanted.debits_excluded, excluded, seconds["debits"]),
    }


def sent(outcome: Outcome, wanted: Figures, mailbox: Path) -> dict[str, Stage]:
    summary, seconds = outcome.summary, outcome.seconds
    documents = len(outcome.files[Export.DOCUMENTS])
    mails = results.distinct_mails(mailbox) if mailbox.is_dir() else summary.mails.done
    return {
        "documents": stage(
            wanted.documents, documents, seconds["documents"], summary.documents.failed
        ),
        "mails": stage(wanted.mails, mails, seconds["mails"], summary.mails.failed),
    }


def filed(outcome: Outcome, wanted: Figures) -> dict[str, Stage]:
    archives, exports = outcome.files[Export.ARCHIVES], outcome.files[Export.GOCARDLESS]
    chorus_pro, gocardless = outcome.summary.chorus_pro, outcome.summary.gocardless
    archived_after, exported_after = outcome.seconds["chorus_pro"], outcome.seconds["gocardless"]
    members, rows = results.archive_members(archives), results.export_rows(exports)
    return {
        "archives": stage(wanted.archives, len(archives), archived_after),
        "archive_members": stage(
            wanted.archive_members, members, archived_after, chorus_pro.failed
        ),
        "export_files": stage(wanted.export_files, len(exports), exported_after),
        "export_rows": stage(wanted.export_rows, rows, exported_after),
        "export_left_out": stage(wanted.export_left_out, gocardless.failed, exported_after),
    }


def stage(expected: int, done: int, seconds: float, failed: int = 0) -> Stage:
    return Stage(expected=expected, done=done, failed=failed, seconds=round(seconds, 1))
