"""What the use cases work with, and the one way to save with history and facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails, PaymentDetailsChanged
from kontor_contracts.customers.team import Member

from kontor_customers.model.history import Author, Entry, changes_between
from kontor_customers.model.organisation import civil_day
from kontor_customers.model.party import event_of
from kontor_customers.store import (
    AccountNumbers,
    History,
    Organisations,
    Parties,
    Payments,
    SigningKeys,
    Team,
)


@dataclass(frozen=True)
class Books:
    """The records of the service."""

    transactions: Transactions
    parties: Parties
    payments: Payments
    organisations: Organisations
    team: Team
    history: History
    account_numbers: AccountNumbers
    signing_keys: SigningKeys

    async def today(self, tx: Transaction) -> date:
        """The civil day at the organisation."""
        return civil_day(await self.organisations.ours(tx), now())


Told = Party | PaymentDetails | Organisation | Member


async def save_parties(
    books: Books,
    changes: Sequence[tuple[Party | None, Party]],
    *,
    author: Author,
    tx: Transaction,
) -> None:
    """Save the parties, tell their histories, publish their facts."""
    await books.parties.save_all(changes, tx)
    entries = [
        entry(str(after.id), "party", before, after, author=author) for before, after in changes
    ]
    await books.history.append(entries, tx)
    tx.publish(*(event_of(before, after) for before, after in changes))


async def save_payments(
    books: Books,
    changes: Sequence[tuple[PaymentDetails, PaymentDetails]],
    *,
    author: Author,
    tx: Transaction,
) -> None:
    """Save the payment details, tell the histories of their parties, publish the facts."""
    await books.payments.save_all(changes, tx)
    entries = [
        entry(str(after.party_id), "payment", before, after, author=author)
        for before, after in changes
    ]
    await books.history.append(entries, tx)
    tx.publish(*(PaymentDetailsChanged(payment=after) for _, after in changes))


def entry(about: str, record: str, before: Told | None, after: Told, *, author: Author) -> Entry:
    """The line of the history that a change is."""
    return Entry(
        id=new_id(),
        about=about,
        record=record,
        version=after.version,
        at=now(),
        author=author,
        changes=changes_between(before, after),
    )
