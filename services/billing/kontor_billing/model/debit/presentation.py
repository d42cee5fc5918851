"""Collections on their way to the bank: a debit each, or an exclusion with the field to mend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import MandateScheme, PaymentDetails
from kontor_contracts.values import Address, Amount, Language, Value

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.characters import sepa_text
from kontor_billing.model.debit.claim import (
    Claim,
    Presenting,
    claim_of,
    is_one_off,
    needs_address,
    problems,
)
from kontor_billing.model.target_days import target_day

LONGEST_REMITTANCE = 140
INVOICE = {Language.GERMAN: "Rechnung", Language.FRENCH: "Facture", Language.ENGLISH: "Invoice"}


class SequenceType(StrEnum):
    """RCUR from the first debit on: FRST has been optional since 2016-11-20."""

    RECURRING = "RCUR"
    ONE_OFF = "OOFF"


class Debit(Value):
    """One `DrctDbtTxInf` of pain.008, frozen when its file is reserved."""

    end_to_end_id: str
    amount: Amount
    sequence: SequenceType
    collection_date: date
    mandate_reference: str
    signed_on: date
    debtor: str
    iban: str
    bic: str = ""
    address: Address | None = None
    remittance: str


class Exclusion(Value):
    """A collection that the bank would refuse, with the field to mend."""

    invoice_number: str
    code: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Presented:
    """A collection in the file of its scheme; without a mandate it is listed with CORE."""

    collection: OpenCollection
    scheme: MandateScheme
    outcome: Debit | Exclusion

    @property
    def uses_one_off_mandate(self) -> bool:
        return isinstance(self.outcome, Debit) and self.outcome.sequence is SequenceType.ONE_OFF


def present(
    presenting: Presenting,
    collections: Iterable[OpenCollection],
    *,
    parties: Mapping[UUID, Party],
    payments: Mapping[UUID, PaymentDetails],
) -> list[Presented]:
    """Every collection once, in the order given: of a one-off mandate the first is presented."""
    presented: list[Presented] = []
    used = set(presenting.used_mandates)
    for one in collections:
        claim = claim_of(one, parties.get(one.party_id), payments.get(one.party_id), used)
        presented.append(_presented(presenting, claim))
        if claim.mandate and isinstance(presented[-1].outcome, Debit):
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
    one_off = is_one_off(mandate)
    abroad = needs_address(claim, presenting.creditor)
    return Debit(
        end_to_end_id=collection.reference,
        amount=collection.amount,
        sequence=SequenceType.ONE_OFF if one_off else SequenceType.RECURRING,
        collection_date=target_day(max(collection.due_on, presenting.earliest)),
        mandate_reference=mandate.reference,
        signed_on=mandate.signed_on,
        debtor=claim.debtor,
        iban=account.iban,
        bic=account.bic if abroad else "",
        address=claim.address if abroad else None,
        remittance=_remittance(claim),
    )


def _remittance(claim: Claim) -> str:
    language = claim.party.language if claim.party else Language.GERMAN
    return sepa_text(f"{INVOICE[language]} {claim.collection.reference}", LONGEST_REMITTANCE)
