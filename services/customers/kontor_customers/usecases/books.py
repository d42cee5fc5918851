"""What the use cases work with, and the one way to save with history and facts."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction, Transactions
from kontor_contracts.customers.bank_account import BankAccountChanged, IbanChange
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails, PaymentDetailsChanged
from kontor_contracts.customers.team import Member

from kontor_customers.model.functions import ContactFunction
from kontor_customers.model.history import Author, Entry, changes_between
from kontor_customers.model.iban_guard import AccountChange
from kontor_customers.model.imports.directory import PartyOutline
from kontor_customers.model.notes import Note, told
from kontor_customers.model.organisation import civil_day
from kontor_customers.model.party import event_of
from kontor_customers.model.portal import dropped_contacts, shut_out
from kontor_customers.store import (
    AccountChanges,
    Counter,
    ErasedParties,
    ExpiryNotices,
    Finder,
    Folders,
    Functions,
    History,
    Letters,
    Logos,
    Notes,
    Organisations,
    Parties,
    PartyLookup,
    Payments,
    PortalAccounts,
    Sessions,
    SigningKeys,
    Team,
)


@dataclass(frozen=True)
class Books:
    """The records of the service."""

    transactions: Transactions
    parties: Parties
    lookup: PartyLookup[Party]
    outlines: PartyLookup[PartyOutline]
    finder: Finder
    payments: Payments
    expiry_notices: ExpiryNotices
    account_changes: AccountChanges
    notes: Notes
    functions: Functions
    folders: Folders
    erased: ErasedParties
    organisations: Organisations
    logos: Logos
    team: Team
    history: History
    account_numbers: Counter
    mandate_references: Counter
    signing_keys: SigningKeys
    sessions: Sessions
    letters: Letters
    portal_accounts: PortalAccounts

    def ensuring(self) -> list[Awaitable[object]]:
        """What has to be there before the first transaction."""
        indexed = (
            self.parties, self.payments, self.expiry_notices, self.account_changes, self.notes,
            self.functions, self.folders, self.erased, self.team, self.history,
            self.sessions, self.letters,
        )  # fmt: skip
        return [
            *(collection.ensure_indexes() for collection in indexed),
            self.logos.ensure_collection(),
            self.portal_accounts.ensure_collection(),
            self.account_numbers.ensure(),
            self.mandate_references.ensure(),
            self.signing_keys.ensure_collections(),
        ]

    async def today(self, tx: Transaction) -> date:
        """The civil day at the organisation."""
        return civil_day(await self.organisations.ours(tx), now())


Told = Party | PaymentDetails | Organisation | Member | Note | ContactFunction | AccountChange


async def save_parties(
    books: Books,
    changes: Sequence[tuple[Party | None, Party]],
    *,
    author: Author,
    tx: Transaction,
) -> None:
    """Save the parties, tell their histories, publish their facts; shut out who has no access."""
    await books.parties.save_all(changes, tx)
    gone = set[UUID]().union(*(shut_out(before, after) for before, after in changes))
    await books.sessions.end_all(gone, tx)
    await books.portal_accounts.remove_all(dropped_contacts(changes), tx)
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
    relocated = [after for before, after in changes if moved(before, after)]
    await books.parties.find_by_ibans(relocated, tx)
    entries = [
        entry(str(after.party_id), "payment", before, after, author=author)
        for before, after in changes
    ]
    await books.history.append(entries, tx)
    tx.publish(*(PaymentDetailsChanged(payment=after) for _, after in changes))


def moved(before: PaymentDetails, after: PaymentDetails) -> bool:
    """Whether other IBANs than before lead to the party."""
    return {one.iban for one in before.accounts} != {one.iban for one in after.accounts}


async def save_account_changes(
    books: Books, changes: Sequence[AccountChange], *, author: Author, tx: Transaction
) -> None:
    """Save the changes of IBANs, tell the histories of their parties, publish the facts."""
    if not changes:
        return
    await books.account_changes.save_all(changes, tx)
    entries = [entry(str(one.party_id), "iban-change", None, one, author=author) for one in changes]
    await books.history.append(entries, tx)
    tx.publish(*(BankAccountChanged(change=IbanChange(**one.model_dump())) for one in changes))


async def save_notes(
    books: Books,
    changes: Sequence[tuple[Note | None, Note]],
    *,
    author: Author,
    tx: Transaction,
) -> None:
    """Save the notes, tell the histories of their parties, publish the facts."""
    await books.notes.save_all(changes, tx)
    entries = [
        entry(str(after.party_id), "note", before, after, author=author)
        for before, after in changes
    ]
    await books.history.append(entries, tx)
    tx.publish(*(told(after, at=now()) for _, after in changes))


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
