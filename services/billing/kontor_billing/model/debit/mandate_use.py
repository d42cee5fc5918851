"""How a mandate was used: what the bank was shown, when, and whether it is held since a return."""

from datetime import date
from typing import Self
from uuid import UUID

from kontor_contracts.billing.collection import PaymentReturned, ReturnKind
from kontor_contracts.values import Value

from kontor_billing.model.debit.creditor import Creditor

#: Months without a debit after which a mandate must not be used (SDD rulebook).
DORMANT_MONTHS = 36
#: Of a creditor id: the business code, which may change without a word.
BUSINESS_CODE = slice(4, 7)


class Identity(Value):
    """What a bank knows a mandate by."""

    reference: str
    iban: str
    creditor_id: str
    creditor_name: str
    #: When the debtor's bank had confirmed the B2B mandate.
    b2b_confirmed_on: date | None = None


class Amendment(Value):
    """What a bank is told of a mandate that has changed: the former values, where they differ."""

    reference: str = ""
    creditor_id: str = ""
    creditor_name: str = ""
    #: Same mandate, new debtor account: `SMNDA`.
    account_changed: bool = False


class MandateUse(Value):
    """Owned by billing and obeyed at once; `id` is the mandate's."""

    id: UUID
    party_id: UUID
    #: Collection date of the last debit presented, whatever became of it.
    presented_on: date | None = None
    known: Identity | None = None
    #: A debit of it was not rejected before settlement.
    confirmed: bool = False
    #: Code of the return since which nothing is collected; empty: it is free.
    hold: str = ""
    #: The next debit is its last.
    last_wanted: bool = False
    last_presented: bool = False

    def presented(self, on: date, identity: Identity, *, last: bool) -> Self:
        changes = {
            "presented_on": max(self.presented_on or on, on),
            "known": self.known or identity,
            "last_presented": self.last_presented or last,
        }
        return self.model_copy(update=changes)

    def accepted(self, identity: Identity) -> Self:
        """The bank took a debit under `identity`: nothing need be told of its changes any more."""
        return self.model_copy(update={"known": identity, "confirmed": True})

    def came_back(self, fact: PaymentReturned, identity: Identity | None, *, last: bool) -> Self:
        """A return comes after settlement, so the bank took it; a rejected first one is none.

        What was rejected has used nothing up, though it was to be the mandate's `last`.
        """
        use = self
        if last and fact.kind is ReturnKind.REJECTED:
            use = use.model_copy(update={"last_presented": False})
        if fact.kind is ReturnKind.RETURNED and identity:
            use = use.accepted(identity)
        elif not use.confirmed:
            use = use.model_copy(update={"known": None})
        held = fact.code or "returned"
        return use.model_copy(update={"hold": held}) if fact.mandate_becomes else use


def amendment(use: MandateUse, now: Identity) -> Amendment | None:
    """Due until a debit that carries it was not rejected. Never equal old and new values."""
    before = use.known
    if before is None:
        return None
    due = Amendment(
        reference=_former(before.reference, now.reference),
        creditor_id=_former(before.creditor_id, now.creditor_id)
        if _national(before.creditor_id) != _national(now.creditor_id)
        else "",
        creditor_name=_former(before.creditor_name, now.creditor_name),
        account_changed=before.iban != now.iban,
    )
    return due if due != Amendment() else None


def identity(
    creditor: Creditor, *, reference: str, iban: str, b2b_confirmed_on: date | None = None
) -> Identity:
    return Identity(
        reference=reference,
        iban=iban,
        creditor_id=creditor.creditor_id,
        creditor_name=creditor.name,
        b2b_confirmed_on=b2b_confirmed_on,
    )


def _former(before: str, now: str) -> str:
    return before if before != now else ""


def _national(creditor_id: str) -> str:
    return creditor_id[: BUSINESS_CODE.start] + creditor_id[BUSINESS_CODE.stop :]
