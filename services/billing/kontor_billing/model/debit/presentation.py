"""Collections on their way to the bank: a debit each, or an exclusion with the field to mend."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from kontor_contracts.customers.payment import MandateScheme
from kontor_contracts.values import Address, Amount, Language, Value

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.characters import sepa_text
from kontor_billing.model.debit.claim import (
    Claim,
    Known,
    Presenting,
    claim_of,
    needs_address,
    problems,
)
from kontor_billing.model.debit.mandate_use import Amendment, amendment, identity
from kontor_billing.model.debit.sequence import SequenceType, sequence_of

LONGEST_REMITTANCE = 140
NOTHING_FOLLOWS = (SequenceType.ONE_OFF, SequenceType.FINAL)
INVOICE = {Language.GERMAN: "Rechnung", Language.FRENCH: "Facture", Language.ENGLISH: "Invoice"}


class Debit(Value):
    """One `DrctDbtTxInf` of pain.008, frozen when its file is reserved."""

    end_to_end_id: str
    amount: Amount
    sequence: SequenceType
    collection_date: date
    mandate_reference: str
    signed_on: date
    b2b_confirmed_on: date | None = None
    debtor: str
    iban: str
    bic: str = ""
    address: Address | None = None
    remittance: str
    amendment: Amendment | None = None


class Exclusion(Value):
    """A collection that the bank would refuse, with the field to mend."""

    invoice_number: str
    code: str
    field: str
    reason: str


class DebitItem(Value):
    """An open item of a debit run, as lists show it: `code` and `field` say what to mend."""

    collection_id: UUID
    reference: str = ""
    invoice_number: str = ""
    included: bool
    amount: Amount | None = None
    sequence: SequenceType | None = None
    collection_date: date | None = None
    amended: bool = False
    code: str = ""
    field: str = ""
    reason: str = ""

    @classmethod
    def of(cls, collection_id: UUID, outcome: Debit | Exclusion) -> Self:
        if isinstance(outcome, Exclusion):
            return cls(collection_id=collection_id, included=False, **outcome.model_dump())
        return cls(
            collection_id=collection_id,
            included=True,
            reference=outcome.end_to_end_id,
            invoice_number=outcome.end_to_end_id.rsplit("-", 2)[0],
            amount=outcome.amount,
            sequence=outcome.sequence,
            collection_date=outcome.collection_date,
            amended=outcome.amendment is not None,
        )


@dataclass(frozen=True, slots=True)
class Presented:
    """A collection in the file of its scheme; without a mandate it is listed with CORE."""

    collection: OpenCollection
    scheme: MandateScheme
    outcome: Debit | Exclusion

    @property
    def uses_up_mandate(self) -> bool:
        return isinstance(self.outcome, Debit) and self.outcome.sequence in NOTHING_FOLLOWS


def present(
    presenting: Presenting, collections: Iterable[OpenCollection], known: Known
) -> list[Presented]:
    """Every collection once, in the order given: of a one-off mandate the first is presented."""
    presented: list[Presented] = []
    used, owed = set(presenting.used_mandates), dict(known.owed)
    for one in collections:
        claim = claim_of(one, replace(known, owed=owed), used)
        outcome = _presented(presenting, claim)
        presented.append(outcome)
        if isinstance(outcome.outcome, Debit) and one.invoice_id in owed:
            owed[one.invoice_id] -= one.amount
        if claim.mandate and outcome.uses_up_mandate:
            used.add(claim.mandate.id)
    return presented


def _presented(presenting: Presenting, claim: Claim) -> Presented:
    scheme = claim.mandate.scheme if claim.mandate else MandateScheme.CORE
    problem = next(problems(claim, presenting), None)
    if problem is None:
        return Presented(claim.collection, scheme, _debit(presenting, claim))
    exclusion = Exclusion(
        invoice_number=claim.collection.invoice_number,
        code=problem.code,
        field=problem.field,
        reason=problem.reason,
    )
    return Presented(claim.collection, scheme, exclusion)


def _debit(presenting: Presenting, claim: Claim) -> Debit:
    mandate, account, collection = claim.mandate, claim.account, claim.collection
    assert mandate  # noqa: S101  # else there was a problem
    assert account  # noqa: S101
    now = identity(presenting.creditor, reference=mandate.reference, iban=account.iban)
    abroad = needs_address(claim, presenting.creditor)
    return Debit(
        end_to_end_id=collection.reference,
        amount=collection.amount,
        sequence=sequence_of(mandate, claim.use, presenting.policy),
        collection_date=claim.collected_on(presenting),
        mandate_reference=mandate.reference,
        signed_on=mandate.signed_on,
        b2b_confirmed_on=mandate.b2b_confirmed_on,
        debtor=claim.debtor,
        iban=account.iban,
        bic=account.bic if abroad else "",
        address=claim.address if abroad else None,
        remittance=_remittance(claim),
        amendment=amendment(claim.use, now),
    )


def _remittance(claim: Claim) -> str:
    language = claim.party.language if claim.party else Language.GERMAN
    return sepa_text(f"{INVOICE[language]} {claim.collection.reference}", LONGEST_REMITTANCE)
