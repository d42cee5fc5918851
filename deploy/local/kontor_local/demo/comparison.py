"""Invoices as they came out against those that must be, customer by customer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from kontor_cli.client.answers import LeftOut, RunInvoice

from kontor_local.demo.outcome import Outcome
from kontor_local.demo.outcomes import WANTED
from kontor_local.sample.expectation import Expectation, ExpectedInvoice
from kontor_local.sample.figures import Figures


class Facts(NamedTuple):
    """What two descriptions of an invoice must have in common; numbers differ from run to run."""

    net: str
    vat: str
    gross: str
    currency: str
    delivery_method: str
    outcome: str
    collections: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        ways = " + ".join(f"{amount} by {way}" for way, amount in self.collections)
        return (
            f"{self.net} + {self.vat} = {self.gross} {self.currency} ({ways}), "
            f"{self.delivery_method}: {self.outcome}"
        )


def issued_facts(invoice: RunInvoice, outcome: str) -> Facts:
    return Facts(
        net=f"{invoice.net:.2f}",
        vat=f"{invoice.vat:.2f}",
        gross=f"{invoice.gross:.2f}",
        currency=invoice.currency,
        delivery_method=invoice.delivery_method,
        outcome=outcome,
        collections=tuple(sorted((part.way, f"{part.amount:.2f}") for part in invoice.collections)),
    )


def expected_facts(invoice: ExpectedInvoice) -> Facts:
    return Facts(
        net=f"{invoice.net:.2f}",
        vat=f"{invoice.vat:.2f}",
        gross=f"{invoice.gross:.2f}",
        currency=invoice.currency,
        delivery_method=invoice.delivery_method,
        outcome=WANTED[invoice.delivered_by],
        collections=tuple(sorted((part.way, f"{part.amount:.2f}") for part in invoice.collections)),
    )


def disagreements(
    expectation: Expectation,
    invoices: Iterable[RunInvoice],
    outcomes: Mapping[UUID, str],
    left_out: Iterable[LeftOut],
) -> Iterator[str]:
    """A sentence for every invoice that is missing, that nobody expected, or that is otherwise."""
    issued: dict[str, Counter[Facts]] = defaultdict(Counter)
    for invoice in invoices:
        facts = issued_facts(invoice, outcomes.get(invoice.id, "waiting"))
        issued[invoice.account_number][facts] += 1
    reasons = {one.account_number: one.code for one in left_out}
    for customer in expectation.customers():
        number = customer.number
        wanted = Counter(expected_facts(invoice) for invoice in customer.invoices)
        yield from _differences(number, wanted, issued.pop(number, Counter()))
        reason = reasons.pop(number, "")
        if reason != customer.left_out:
            yield f"{number}: left out for {reason!r}, not for {customer.left_out!r}"
    yield from (f"{number}: nobody expected an invoice" for number in issued)
    yield from (f"{number}: nobody expected it to be left out" for number in reasons)


def sum_disagreements(outcome: Outcome, wanted: Figures) -> Iterator[str]:
    """The services' own sums against those of the expectation."""
    totals = outcome.run.totals
    sums = {
        "net": (totals.net if totals else None, wanted.net),
        "gross": (totals.gross if totals else None, wanted.gross),
        "debits": (sum(file.total for file in outcome.debit_files), wanted.debit_total),
    }
    for name, (found, expected) in sums.items():
        if found != expected:
            yield f"the sum of {name} is {found}, not {expected}"


def _differences(number: str, wanted: Counter[Facts], issued: Counter[Facts]) -> Iterator[str]:
    yield from (f"{number}: missing {facts}" for facts in (wanted - issued).elements())
    yield from (f"{number}: unexpected {facts}" for facts in (issued - wanted).elements())
