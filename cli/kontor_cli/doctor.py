"""What must hold in a Kontor at rest, worked out anew from what the services answer."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from kontor_contracts.billing.invoice import InvoiceKind
from kontor_contracts.values import Value

from kontor_cli.client.answers import InvoiceState, Run, RunInvoice
from kontor_cli.client.delivery_answers import DeliveryRow
from kontor_cli.client.replicas import ReplicaCheck

#: The rest of the number is the series: `2026-`, `G-2026-`.
LAST_DIGITS = re.compile(r"\d+$")
#: Ways out on which an invoice goes once; a mail may be sent again by hand.
ONCE = {"document", "chorus-pro", "gocardless"}


class Finding(Value):
    """Something that must not be, and what to do about it."""

    check: str
    what: str
    next: str


class Checked(Value):
    """How much was looked at, and what was wrong with it."""

    check: str
    looked_at: int
    findings: tuple[Finding, ...]


def checked(check: str, looked_at: int, wrong: Iterable[str], then: str) -> Checked:
    findings = tuple(Finding(check=check, what=one, next=then) for one in wrong)
    return Checked(check=check, looked_at=looked_at, findings=findings)


def numbers(invoices: Sequence[InvoiceState]) -> Checked:
    """Each series without a gap and without a number that is there twice (§ 14 UStG)."""
    then = (
        "look for it in the logs of billing's workers, and note for the auditor what became of it"
    )
    return checked("numbers", len(invoices), _wrong_numbers(invoices), then)


def _wrong_numbers(invoices: Sequence[InvoiceState]) -> Iterator[str]:
    series: dict[str, list[int]] = defaultdict(list)
    for one in invoices:
        digits = LAST_DIGITS.findall(one.number)
        series[LAST_DIGITS.sub("", one.number)].append(int(digits[0]) if digits else 0)
    for name, found in sorted(series.items()):
        twice = sorted(number for number, count in Counter(found).items() if count > 1)
        yield from (f"{name}{one:06d} is there twice" for one in twice)
        missing = sorted(set(range(min(found), max(found))) - set(found))
        yield from (f"{name}{one:06d} is missing" for one in missing)


def owed(invoices: Sequence[InvoiceState]) -> Checked:
    """What is open is what was to be paid, less what was paid and what credit notes say."""
    bills = [one for one in invoices if one.kind is InvoiceKind.INVOICE]
    then = "`kontor invoices show` tells its payments and collections"
    return checked("owed", len(bills), _wrongly_owed(invoices, bills), then)


def _wrongly_owed(invoices: Sequence[InvoiceState], bills: Sequence[InvoiceState]) -> Iterator[str]:
    credited: dict[str, Decimal] = defaultdict(Decimal)
    for one in invoices:
        if one.kind is InvoiceKind.CREDIT_NOTE:
            credited[one.preceding_number] += one.payable
    for one in bills:
        balance = one.open - one.credit
        if one.payable - one.paid - one.credited != balance:
            yield f"{one.number}: {one.payable} - {one.paid} - {one.credited} is not {balance}"
        if one.credited != credited[one.number]:
            notes = credited[one.number]
            yield f"{one.number}: {one.credited} credited, but its credit notes say {notes}"


def sums(runs: Sequence[Run], invoices_of: Callable[[Run], Sequence[RunInvoice]]) -> Checked:
    """A completed run says what its invoices add up to."""
    then = "list them with `kontor status`, and see which chunk is counted wrongly"
    done = [one for one in runs if one.totals]
    return checked("sums", len(done), _wrong_sums(done, invoices_of), then)


def _wrong_sums(
    runs: Sequence[Run], invoices_of: Callable[[Run], Sequence[RunInvoice]]
) -> Iterator[str]:
    for run in runs:
        invoices = invoices_of(run)
        gross = sum((one.gross for one in invoices), Decimal(0))
        if run.totals and (run.totals.invoices, run.totals.gross) != (len(invoices), gross):
            told = f"{run.totals.invoices} of {run.totals.gross}"
            yield f"run {run.label} tells {told}, but has {len(invoices)} of {gross}"


def deliveries(invoices: Sequence[InvoiceState], rows: Sequence[DeliveryRow]) -> Checked:
    """Each invoice has one document, and leaves on each way once."""
    then = "see `kontor parked list`, then the invoice's story: delivery, /invoices/{id}/deliveries"
    return checked("deliveries", len(rows), _wrong_deliveries(invoices, rows), then)


def _wrong_deliveries(
    invoices: Sequence[InvoiceState], rows: Sequence[DeliveryRow]
) -> Iterator[str]:
    by_invoice: dict[object, list[DeliveryRow]] = defaultdict(list)
    for row in rows:
        by_invoice[row.invoice_id].append(row)
    for one in invoices:
        found = by_invoice.pop(one.id, [])
        yield from (f"{one.number} {words}" for words in _wrong_ways(found))
    for strangers in by_invoice.values():
        yield f"{strangers[0].invoice_number} is delivered, but billing does not know it"


def _wrong_ways(rows: Sequence[DeliveryRow]) -> Iterator[str]:
    channels = Counter(one.channel for one in rows)
    if not channels["document"]:
        yield "has no document"
    yield from (f"goes {channels[one]} times by {one}" for one in sorted(ONCE) if channels[one] > 1)
    method = next((one.method for one in rows if one.channel == "document"), "")
    if method and set(channels) == {"document"}:
        yield f"is to leave by {method}, and does not"
    for row in rows:
        addresses = Counter(one.casefold() for one in row.to if row.channel == "email")
        yield from (f"is mailed twice at once to {to}" for to, n in addresses.items() if n > 1)


def outboxes(unpublished: dict[str, int]) -> Checked:
    """At rest, every fact is on the broker."""
    wrong = (f"{count} facts of {name} wait" for name, count in unpublished.items() if count)
    return checked("outbox", len(unpublished), wrong, "see whether that service's relay runs")


def parked(references: Sequence[str]) -> Checked:
    """Nothing was put aside."""
    wrong = (f"{one} is parked" for one in references)
    return checked("parked", len(references), wrong, "`kontor parked show`, mend it, then `replay`")


def replicas(found: Sequence[ReplicaCheck]) -> Checked:
    """Each copy of another service's record is what that service told last."""
    looked_at = sum(one.report.looked_at for one in found)
    then = "`kontor compare` names them, `kontor replay SERVICE` mends them"
    return checked("replicas", looked_at, _wrong_replicas(found), then)


def _wrong_replicas(found: Sequence[ReplicaCheck]) -> Iterator[str]:
    for one in found:
        if one.done_at is None:
            yield f"nobody of {one.group} says what its copies are like"
        elif one.report.wrong:
            yield f"{one.report.wrong} copies of {one.group} are not what was told last"
