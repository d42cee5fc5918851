"""What a folder names must exist: standard installation, batch, payer, mandate."""

from collections.abc import AsyncIterator
from uuid import UUID

from kontor_contracts.billing.folder import FolderPayment
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.errors import FieldError, InvalidInputError, NotYetKnownError

from kontor_billing.model.folder_changes import FolderTerms
from kontor_billing.usecases.batches import unknown_batch
from kontor_billing.usecases.billing import Billing
from kontor_billing.usecases.standard_installations import unknown_installation

#: Kept by customers: it may be on its way to us.
FOREIGN = frozenset({"payer_id", "payment.mandate_id"})


async def check_names(billing: Billing, party_id: UUID, terms: FolderTerms) -> None:
    """InvalidInputError names each; NotYetKnownError while customers' facts are on their way."""
    wrong = await _unknown(billing, party_id, terms)
    if any(one.field in FOREIGN for one in wrong):
        if await billing.upstream.may_bring(*_named(terms)):
            raise NotYetKnownError("payer or mandate is not known here yet; try again shortly")
        wrong = await _unknown(billing, party_id, terms)
    if wrong:
        raise InvalidInputError("the folder names what does not exist", fields=wrong)


def _named(terms: FolderTerms) -> list[UUID]:
    mandate_id = terms.payment.mandate_id if terms.payment else None
    return [one for one in (terms.payer_id, mandate_id) if one]


async def _unknown(billing: Billing, party_id: UUID, terms: FolderTerms) -> list[FieldError]:
    return [one async for one in _each_unknown(billing, party_id, terms)]


async def _each_unknown(
    billing: Billing, party_id: UUID, terms: FolderTerms
) -> AsyncIterator[FieldError]:
    key = terms.standard_installation
    if key and await billing.installations.get(key) is None:
        yield unknown_installation(key)
    if wrong := await unknown_batch(billing, terms.batch):
        yield wrong
    if terms.payer_id and await billing.replicas.party(terms.payer_id) is None:
        yield FieldError("payer_id", "unknown-party", "no party of ours has this id")
    if terms.payment and terms.payment.mandate_id:
        debtor_id = terms.payer_id or await _payer_of(billing, party_id) or party_id
        details = (await billing.replicas.payments([debtor_id])).get(debtor_id)
        if terms.payment.mandate_id not in _mandates(details, terms.payment):
            message = f"it is no {terms.payment.method} mandate of the party that pays"
            yield FieldError("payment.mandate_id", "unknown-mandate", message)


async def _payer_of(billing: Billing, party_id: UUID) -> UUID | None:
    party = await billing.replicas.party(party_id)
    return party.payer_id if party else None


def _mandates(details: PaymentDetails | None, payment: FolderPayment) -> set[UUID]:
    if details is None or payment.method is PaymentMethod.TRANSFER:
        return set()
    if payment.method is PaymentMethod.SEPA_DEBIT:
        return {one.id for one in details.mandates}
    return {one.id for one in details.gocardless_mandates}
