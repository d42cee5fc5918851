"""Which invoices a party gets, and which not and why. The run and its preview both ask here."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from kontor_contracts.billing.invoice import DeliveryTerms
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentDetails

from kontor_billing.model.batches import of_batch
from kontor_billing.model.charging import charges_of
from kontor_billing.model.context import RunContext
from kontor_billing.model.delivery_terms import delivery_terms
from kontor_billing.model.draft import Draft, Drafting, invoice_id_of, usage_of
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.grouping import ChargedFolder, Group, grouped
from kontor_billing.model.left_out import LeftOut, Obstacle, Reason, left_out
from kontor_billing.model.payer import Debtor, Payers
from kontor_billing.model.readiness import party_obstacles
from kontor_billing.model.sections import UnknownVatRateError
from kontor_billing.model.usage import BilledUsage

Obstacles = tuple[Obstacle, ...]
NOBODY: Mapping[UUID, Debtor] = {}


@dataclass(frozen=True, slots=True)
class Decision:
    """A party without anything to bill has none of these."""

    invoices: tuple[Draft, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    #: Within its bundles and with nothing else to bill: settled without an invoice.
    free_usage: tuple[BilledUsage, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.invoices or self.left_out or self.free_usage)

    def invoice_ids(self) -> set[UUID]:
        drafted = {one.invoice.id for one in self.invoices}
        return drafted | {one.invoice_id for one in self.free_usage}

    def without(self, issued: AbstractSet[UUID]) -> Self:
        """What is left where the run has issued these already, for other groups of the party."""
        return replace(
            self,
            invoices=tuple(one for one in self.invoices if one.invoice.id not in issued),
            free_usage=tuple(one for one in self.free_usage if one.invoice_id not in issued),
        )


def decide(
    context: RunContext,
    party: Party,
    *,
    payment: PaymentDetails | None,
    folders: Iterable[BilledFolder],
    payers: Payers = NOBODY,
) -> Decision:
    """`payers`: those whom the folders, or the party itself, name in its place."""
    billed_folders = of_batch(context.batch, party, tuple(folders))
    try:
        charged = _charged(context, billed_folders)
    except ArithmeticError as error:
        numbers = tuple(one.folder.number for one in billed_folders)
        return Decision(left_out=(left_out(party, numbers, _not_computable(error)),))
    groups = grouped(party, charged, payers)
    free = [group for group in groups if group.is_free]
    payable = [one for one in groups if not one.is_free]
    decision = _by_obstacles(context, Debtor(party, payment), payers, payable)
    usage = [one for group in free for one in usage_of(group, invoice_id_of(context, party, group))]
    return replace(decision, free_usage=tuple(usage))


def _by_obstacles(
    context: RunContext, customer: Debtor, payers: Payers, groups: Sequence[Group]
) -> Decision:
    if not groups:
        return Decision()
    party = customer.party
    obstacles = _obstacles(context, party)
    if obstacles or context.issuer is None:
        numbers = tuple(number for group in groups for number in group.folder_numbers)
        return Decision(left_out=(left_out(party, numbers, obstacles),))
    return _by_group(Drafting(context, context.issuer, customer, payers), groups)


def _charged(context: RunContext, folders: Iterable[BilledFolder]) -> list[ChargedFolder]:
    charged = (
        ChargedFolder(folder, tuple(charges_of(folder, context.period.end))) for folder in folders
    )
    return [one for one in charged if one.charges]


def _obstacles(context: RunContext, party: Party) -> Obstacles:
    if context.issuer is None:
        return context.obstacles
    return tuple(party_obstacles(party, context.issuer.organisation))


def _not_computable(error: Exception) -> Obstacles:
    return (Obstacle(code=Reason.NOT_COMPUTABLE, message=f"{type(error).__name__}: {error}"),)


def _by_group(drafting: Drafting, groups: Iterable[Group]) -> Decision:
    invoices: list[Draft] = []
    missing: list[LeftOut] = []
    for group in groups:
        outcome = _outcome(drafting, group)
        if isinstance(outcome, Draft):
            invoices.append(outcome)
        else:
            missing.append(left_out(drafting.party, group.folder_numbers, outcome))
    return Decision(tuple(invoices), tuple(missing))


def _outcome(drafting: Drafting, group: Group) -> Draft | Obstacles:
    if group.payer_id and group.payer_id not in drafting.payers:
        return (_unknown_payer(group.payer_id),)
    terms = delivery_terms(drafting.party, group.engagement)
    if not isinstance(terms, DeliveryTerms):
        return terms
    try:
        draft = drafting.draft(group, terms)
    except UnknownVatRateError as unknown:
        return (Obstacle(code=Reason.VAT_RATE_MISSING, message=str(unknown)),)
    except (ArithmeticError, ValueError) as error:
        return _not_computable(error)
    return _amount_obstacles(draft, drafting.party) or draft


def _unknown_payer(payer_id: UUID) -> Obstacle:
    message = f"the payer {payer_id} is none of our parties any more"
    return Obstacle(code=Reason.PAYER_UNKNOWN, message=message, fields=("payer_id",))


def _amount_obstacles(draft: Draft, party: Party) -> Obstacles:
    gross = draft.invoice.totals.gross
    if gross < 0:
        message = f"{gross} {draft.invoice.currency}: a negative sum is credited, not invoiced"
        return (Obstacle(code=Reason.NEGATIVE_AMOUNT, message=message),)
    if party.minimum_invoice is not None and gross < party.minimum_invoice:
        message = f"{gross} {draft.invoice.currency} is below the minimum {party.minimum_invoice}"
        return (Obstacle(code=Reason.BELOW_MINIMUM, message=message, fields=("minimum_invoice",)),)
    return ()
