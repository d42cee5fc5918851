"""A collection with all that a bank asks about it, and what keeps it out of a file."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import (
    BankAccount,
    MandateState,
    PaymentDetails,
    SepaMandate,
)
from kontor_contracts.values import Address

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.characters import is_sepa_id, sepa_text
from kontor_billing.model.debit.countries import EEA, SEPA
from kontor_billing.model.debit.creditor import LONGEST_NAME, Creditor, is_iban
from kontor_billing.model.debit.mandate_use import MandateUse
from kontor_billing.model.debit.sequence import SequencePolicy
from kontor_billing.model.debit.use_problems import Problem, use_problems
from kontor_billing.model.payment import sepa_mandate
from kontor_billing.model.target_days import target_day
from kontor_billing.model.vat import ZERO

LARGEST_AMOUNT = Decimal("999999999.99")


@dataclass(frozen=True, slots=True)
class Presenting:
    """What is the same for all collections of a debit run."""

    creditor: Creditor
    today: date
    #: The first collection date that lead time and cut-off allow.
    earliest: date
    policy: SequencePolicy = SequencePolicy.RECURRING
    #: One-off mandates that have been presented before.
    used_mandates: frozenset[UUID] = frozenset()

    def having_used(self, mandate_ids: frozenset[UUID]) -> "Presenting":
        return replace(self, used_mandates=self.used_mandates | mandate_ids)


@dataclass(frozen=True, slots=True)
class Known:
    """What is read about collections before anything is decided."""

    parties: Mapping[UUID, Party]
    payments: Mapping[UUID, PaymentDetails]
    uses: Mapping[UUID, MandateUse] = field(default_factory=dict)
    #: By invoice.
    owed: Mapping[UUID, Decimal] = field(default_factory=dict)

    def use_of(self, collection: OpenCollection) -> MandateUse:
        """A mandate that was never used has nothing behind it."""
        mandate_id = collection.mandate_id or collection.id
        fresh = MandateUse(id=mandate_id, party_id=collection.debtor_id)
        return self.uses.get(mandate_id, fresh)


@dataclass(frozen=True, slots=True)
class Claim:
    """A collection beside the mandate and account that it names, as far as they are known."""

    collection: OpenCollection
    party: Party | None
    mandate: SepaMandate | None
    account: BankAccount | None
    #: How the mandate was used until now.
    use: MandateUse
    #: What its invoice still owes beyond what is on its way; None: nobody asked.
    owed: Decimal | None = None
    #: The mandate has had its one debit, or its last.
    mandate_used: bool = False

    @property
    def debtor(self) -> str:
        holder = self.account.holder if self.account else ""
        return sepa_text(holder or (self.party.name if self.party else ""), LONGEST_NAME)

    def collected_on(self, presenting: Presenting) -> date:
        """A TARGET day, never before the day that the debtor was told."""
        return target_day(max(self.collection.due_on, presenting.earliest))

    @property
    def address(self) -> Address | None:
        return self.party.billing_address if self.party else None


def claim_of(collection: OpenCollection, known: Known, used_mandates: AbstractSet[UUID]) -> Claim:
    details = known.payments.get(collection.debtor_id)
    mandate = sepa_mandate(details, collection.mandate_id)
    accounts = details.accounts if details and mandate else ()
    found = [one for one in accounts if mandate and one.id == mandate.account_id]
    return Claim(
        collection,
        known.parties.get(collection.debtor_id),
        mandate,
        account=found[0] if found else None,
        use=known.use_of(collection),
        owed=known.owed.get(collection.invoice_id),
        mandate_used=mandate is not None and mandate.id in used_mandates,
    )


def problems(claim: Claim, presenting: Presenting) -> Iterator[Problem]:
    """Everything that keeps `claim` out of a file, the most basic first."""
    yield from _amount_problems(claim.collection)
    if claim.owed is not None and claim.owed < claim.collection.amount:
        reason = f"of its invoice {max(claim.owed, ZERO)} is still to be collected"
        yield Problem("more-than-owed", "amount", reason)
    yield from _mandate_problems(claim.mandate, presenting.today)
    if claim.mandate:
        iban = claim.account.iban if claim.account else ""
        on = claim.collected_on(presenting)
        yield from use_problems(claim.mandate, claim.use, iban=iban, on=on)
    if claim.mandate_used:
        yield Problem("mandate-used", "payment.mandates", "the mandate has had its last debit")
    yield from _account_problems(claim.account)
    yield from _debtor_problems(claim, presenting.creditor)


def _amount_problems(collection: OpenCollection) -> Iterator[Problem]:
    if collection.currency != "EUR":
        yield Problem("currency-not-eur", "currency", "SEPA debits are in euro only")
    if not 0 < collection.amount <= LARGEST_AMOUNT:
        yield Problem(
            "amount-not-collectable", "amount", f"{collection.amount} cannot be collected"
        )
    if not is_sepa_id(collection.reference):
        yield Problem(
            "reference-not-allowed",
            "organisation.invoice_number_pattern",
            f"banks refuse {collection.reference} as an end-to-end id",
        )


def _mandate_problems(mandate: SepaMandate | None, today: date) -> Iterator[Problem]:
    if mandate is None:
        yield Problem("mandate-missing", "payment.mandates", "no SEPA mandate is entered")
        return
    if mandate.state is not MandateState.ACTIVE:
        reason = f"mandate {mandate.reference} is {mandate.state}"
        yield Problem("mandate-not-active", "payment.mandates.state", reason)
    if mandate.signed_on > today:
        reason = f"mandate {mandate.reference} is signed on {mandate.signed_on}, after today"
        yield Problem("mandate-signed-later", "payment.mandates.signed_on", reason)
    if not is_sepa_id(mandate.reference):
        reason = f"banks refuse the mandate reference {mandate.reference}"
        yield Problem("mandate-reference-not-allowed", "payment.mandates.reference", reason)


def _account_problems(account: BankAccount | None) -> Iterator[Problem]:
    if account is None or not account.iban:
        yield Problem("iban-missing", "payment.accounts.iban", "the mandate's account has no IBAN")
    elif not is_iban(account.iban):
        yield Problem("iban-invalid", "payment.accounts.iban", "the IBAN's check digits are wrong")
    elif account.iban[:2] not in SEPA:
        reason = f"{account.iban[:2]} is outside SEPA"
        yield Problem("iban-outside-sepa", "payment.accounts.iban", reason)


def _debtor_problems(claim: Claim, creditor: Creditor) -> Iterator[Problem]:
    if not claim.debtor:
        yield Problem("debtor-name-missing", "payment.accounts.holder", "no name for the debtor")
    address = claim.address
    if needs_address(claim, creditor) and not (address and address.city):
        reason = "outside the EEA banks ask for the debtor's town and country"
        yield Problem("address-missing", "billing_address", reason)


def needs_address(claim: Claim, creditor: Creditor) -> bool:
    """Outside the EEA. Saint-Pierre-et-Miquelon has French IBANs: the address tells as well."""
    countries = {creditor.iban[:2], claim.account.iban[:2] if claim.account else creditor.iban[:2]}
    if claim.address:
        countries.add(claim.address.country)
    return not countries <= EEA
