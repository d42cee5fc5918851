"""A chunk of payments.csv."""

from collections.abc import Sequence

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import PartyKind
from kontor_contracts.customers.payment import PaymentDetails

from kontor_customers.model.iban_guard import AccountChange, guard_of, guarded
from kontor_customers.model.imports.payment_row import references_in
from kontor_customers.model.imports.payments import Ledger, plan_payments
from kontor_customers.model.imports.plan import Tally
from kontor_customers.model.imports.rows import Row
from kontor_customers.model.organisation import civil_day
from kontor_customers.model.payment import no_details
from kontor_customers.usecases.books import save_account_changes, save_payments
from kontor_customers.usecases.imports.job import Import

Step = tuple[PaymentDetails, PaymentDetails]


async def apply(job: Import, rows: Sequence[Row], tx: Transaction) -> Tally:
    """Create and update the accounts and mandates of the rows."""
    ledger = await _ledger(job, rows, tx)
    today = civil_day(ledger.organisation, now())
    plan = plan_payments(rows, ledger, today=today, new_id=new_id)
    if not job.dry_run:
        steps = [(before, after) for before, after in plan.changes() if before]
        await _save(job, steps, ledger.organisation, tx)
    return plan.tally


async def _ledger(job: Import, rows: Sequence[Row], tx: Transaction) -> Ledger:
    books = job.books
    directory = await job.outlines(rows, tx)
    parties = directory.parties
    stored = await books.payments.of_all([one.id for one in parties.values()], tx)
    return Ledger(
        directory=directory,
        payments={
            number: stored.get(party.id) or no_details(party.id)
            for number, party in parties.items()
        },
        consumers=frozenset(
            number for number, party in parties.items() if party.kind is PartyKind.PRIVATE
        ),
        organisation=await books.organisations.ours(tx),
        taken=await books.payments.owners(references_in(rows), tx),
    )


async def _save(
    job: Import, steps: Sequence[Step], organisation: Organisation | None, tx: Transaction
) -> None:
    """What the guard of IBANs lets through is saved, what it holds back waits."""
    today = civil_day(organisation, now())
    guard = guard_of(organisation, job.author, now=now(), today=today, new_id=new_id)
    waiting = await job.books.account_changes.waiting([before.party_id for before, _ in steps], tx)
    kept: list[Step] = []
    changes: list[AccountChange] = []
    for before, after in steps:
        allowed, asked = guarded(before, after, guard, waiting.get(before.party_id, []))
        changes += asked
        if allowed is not before:
            kept.append((before, allowed))
    await save_account_changes(job.books, changes, author=job.author, tx=tx)
    await save_payments(job.books, kept, author=job.author, tx=tx)
