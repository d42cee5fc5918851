"""A changed IBAN: recorded always, and where the organisation says so held back before its use."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kontor_contracts.customers.bank_account import IbanChange, IbanChangeState
from kontor_contracts.customers.organisation import IbanGuard, Organisation
from kontor_contracts.customers.payment import BankAccount, PaymentDetails
from kontor_contracts.errors import ConflictError, FieldError, InvalidInputError, NotAllowedError

from kontor_customers.model.bank import masked
from kontor_customers.model.history import Author
from kontor_customers.model.mandates import ALIVE


class ChangeIsSettledError(ConflictError):
    """The change of the IBAN was applied or withdrawn before."""


class ChangeWaitsForADayError(ConflictError):
    """The change of the IBAN waits for its day, not for a person."""


class SecondPersonNeededError(NotAllowedError):
    """Whoever asked for another IBAN cannot confirm it too."""


class AccountChange(IbanChange):
    """A change of an IBAN as we keep it; `iban` is whole while it waits, then empty."""

    id: UUID
    version: int = 1
    asked_by_subject: str
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True)
class Guard:
    """Whether, and by whom and when, a change is held back."""

    kind: IbanGuard
    waiting_days: int
    author: Author
    now: datetime
    today: date
    new_id: Callable[[], UUID]


def guard_of(
    organisation: Organisation | None,
    author: Author,
    *,
    now: datetime,
    today: date,
    new_id: Callable[[], UUID],
) -> Guard:
    """The guard that the organisation has chosen."""
    kind = organisation.iban_guard if organisation else IbanGuard.OFF
    days = organisation.iban_waiting_days if organisation else 0
    return Guard(kind, days, author, now, today, new_id)


def guarded(
    before: PaymentDetails,
    after: PaymentDetails,
    guard: Guard,
    waiting: Sequence[AccountChange] = (),
) -> tuple[PaymentDetails, list[AccountChange]]:
    """What of `after` holds at once, and the changes to IBANs in use.

    Held back, the account keeps its old IBAN; asking for the same again is no new change.
    """
    changes = list(_changes(before, after, guard))
    if guard.kind is IbanGuard.OFF:
        return after, changes
    _refuse_other_accounts(before, after)
    held = {change.account_id: change for change in changes}
    old = {account.id: account for account in before.accounts}
    accounts = tuple(
        one.model_copy(update={"iban": old[one.id].iban, "bic": old[one.id].bic})
        if one.id in held
        else one
        for one in after.accounts
    )
    asked_before = {(one.account_id, one.iban) for one in waiting}
    fresh = [one for one in changes if (one.account_id, one.iban) not in asked_before]
    replaced = {one.account_id for one in fresh}
    given_up = [
        settled_as(one, IbanChangeState.WITHDRAWN) for one in waiting if one.account_id in replaced
    ]
    kept = after.model_copy(update={"accounts": accounts})
    is_same = kept.model_copy(update={"version": before.version}) == before
    return (before if is_same else kept), [*given_up, *fresh]


def applied(
    payment: PaymentDetails, change: AccountChange, *, confirmed_by: str
) -> tuple[PaymentDetails, AccountChange]:
    """The payment details with the IBAN that waited, and the change as settled."""
    accounts = tuple(
        one.model_copy(update={"iban": change.iban, "bic": change.bic})
        if one.id == change.account_id
        else one
        for one in payment.accounts
    )
    after = payment.model_copy(update={"accounts": accounts, "version": payment.version + 1})
    settled = settled_as(change, IbanChangeState.APPLIED)
    return after, settled.model_copy(update={"confirmed_by": confirmed_by})


def settled_as(change: AccountChange, state: IbanChangeState) -> AccountChange:
    """The change at its end, the whole IBAN forgotten."""
    ended = {"state": state, "iban": "", "bic": "", "version": change.version + 1}
    return change.model_copy(update=ended)


def require_confirmable(change: AccountChange, author: Author) -> None:
    """An error that says why the author cannot confirm the change."""
    require_waiting(change)
    if change.usable_from is not None:
        raise ChangeWaitsForADayError(f"The IBAN is used from {change.usable_from} on, by itself.")
    if author.subject == change.asked_by_subject:
        raise SecondPersonNeededError("Somebody else has to confirm the IBAN that you entered.")


def require_waiting(change: AccountChange) -> None:
    """ChangeIsSettledError unless the change still waits."""
    if change.state is not IbanChangeState.WAITING:
        raise ChangeIsSettledError(f"The change of the IBAN is {change.state.value} already.")


def _changes(
    before: PaymentDetails, after: PaymentDetails, guard: Guard
) -> Iterator[AccountChange]:
    """The accounts on which a living mandate draws and whose IBAN is another now."""
    accounts = {account.id: account for account in after.accounts}
    old = {account.id: account for account in before.accounts}
    drawn = {one.id: one.account_id for one in after.mandates}
    told: set[UUID] = set()
    for mandate in before.mandates:
        account = accounts.get(drawn.get(mandate.id, mandate.account_id))
        if account is None or mandate.state not in ALIVE or account.id in told:
            continue
        told.add(account.id)
        if account.iban != old[mandate.account_id].iban:
            yield _change(before, old[mandate.account_id], account, guard)


def _change(
    payment: PaymentDetails, old: BankAccount, new: BankAccount, guard: Guard
) -> AccountChange:
    held = guard.kind is not IbanGuard.OFF
    waits = guard.kind is IbanGuard.WAITING_TIME
    return AccountChange(
        id=guard.new_id(),
        party_id=payment.party_id,
        account_id=new.id,
        before=masked(old.iban),
        after=masked(new.iban),
        asked_by=guard.author.name,
        asked_by_subject=guard.author.subject,
        asked_at=guard.now,
        state=IbanChangeState.WAITING if held else IbanChangeState.APPLIED,
        usable_from=guard.today + timedelta(days=guard.waiting_days) if waits else None,
        iban=new.iban if held else "",
        bic=new.bic if held else "",
    )


def _refuse_other_accounts(before: PaymentDetails, after: PaymentDetails) -> None:
    """Another account under a living mandate would go around the guard."""
    old = {one.id: one.account_id for one in before.mandates if one.state in ALIVE}
    errors = [
        FieldError(
            f"mandates.{index}.account_id",
            "account-guarded",
            "change the IBAN of its account instead; it is checked before the next debit",
        )
        for index, mandate in enumerate(after.mandates)
        if old.get(mandate.id, mandate.account_id) != mandate.account_id
    ]
    if errors:
        raise InvalidInputError("A mandate keeps its account.", fields=errors)
