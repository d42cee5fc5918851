"""Which folders share an invoice, and why the others do not."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.party import DeliveryMethod, Party
from kontor_contracts.values import Value

from kontor_billing.model.charge import Charge
from kontor_billing.model.folders import BilledFolder
from kontor_billing.model.payer import Payers, payer_id_of

EVERYTHING = "all"


class SplitReason(StrEnum):
    """What keeps folders of one customer on invoices of their own."""

    NOT_CONSOLIDATED = "not-consolidated"
    PAYER = "payer"
    ENGAGEMENT_NUMBER = "engagement-number"


class Split(Value):
    """One reason, with the value that this invoice has and others have not."""

    reason: SplitReason
    value: str


@dataclass(frozen=True, slots=True)
class ChargedFolder:
    billed_folder: BilledFolder
    charges: tuple[Charge, ...]

    @property
    def folder(self) -> Folder:
        return self.billed_folder.folder


@dataclass(frozen=True, slots=True)
class Group:
    """Folders that share an invoice. `key` is stable: with run and party it names the invoice."""

    key: str
    engagement: str
    folders: tuple[ChargedFolder, ...]
    splits: tuple[Split, ...] = ()
    #: Who pays in place of the customer.
    payer_id: UUID | None = None

    @property
    def is_free(self) -> bool:
        """Nothing but usage that its bundles cover: an invoice of 0.00 helps nobody."""
        charges = [charge for charged in self.folders for charge in charged.charges]
        return all(charge.used is not None and not charge.net for charge in charges)

    @property
    def folder_numbers(self) -> tuple[str, ...]:
        return tuple(charged.folder.number for charged in self.folders)


class Kind(NamedTuple):
    """What the folders of one consolidated invoice have in common."""

    payer_id: UUID | None
    engagement: str


def grouped(party: Party, folders: Iterable[ChargedFolder], payers: Payers) -> list[Group]:
    """One per folder; where the customer wants one invoice a period, one per payer and number."""
    charged_folders = tuple(folders)
    if not party.consolidate_invoices:
        several = len(charged_folders) > 1
        return [_own_group(party, charged, split=several) for charged in charged_folders]
    by_kind: dict[Kind, list[ChargedFolder]] = {}
    for charged in charged_folders:
        by_kind.setdefault(_kind(party, charged.folder), []).append(charged)
    return [
        Group(
            key="/".join([EVERYTHING, *_key_parts(party, kind, by_kind)]),
            engagement=kind.engagement,
            folders=tuple(of),
            splits=tuple(_splits(party, kind, by_kind, payers)),
            payer_id=kind.payer_id,
        )
        for kind, of in by_kind.items()
    ]


def engagement_of(party: Party, folder: Folder) -> str:
    """The engagement number that Chorus Pro is told (BT-13); other channels have none."""
    if party.delivery.method is not DeliveryMethod.CHORUS_PRO:
        return ""
    return folder.purchase_order or party.chorus.engagement_number


def _kind(party: Party, folder: Folder) -> Kind:
    return Kind(payer_id_of(party, folder), engagement_of(party, folder))


def _own_group(party: Party, charged: ChargedFolder, *, split: bool) -> Group:
    folder, kind = charged.folder, _kind(party, charged.folder)
    reason = Split(reason=SplitReason.NOT_CONSOLIDATED, value=folder.number)
    return Group(
        key=f"folder/{folder.number}",
        engagement=kind.engagement,
        folders=(charged,),
        splits=(reason,) if split else (),
        payer_id=kind.payer_id,
    )


def _key_parts(party: Party, kind: Kind, kinds: Collection[Kind]) -> Iterator[str]:
    if _differ(one.payer_id for one in kinds):
        yield f"payer/{kind.payer_id or party.id}"
    if _differ(one.engagement for one in kinds):
        yield kind.engagement


def _splits(party: Party, kind: Kind, kinds: Collection[Kind], payers: Payers) -> Iterator[Split]:
    if _differ(one.payer_id for one in kinds):
        known = payers.get(kind.payer_id) if kind.payer_id else None
        payer = known.party if known else party
        yield Split(reason=SplitReason.PAYER, value=f"{payer.number} {payer.name}")
    if _differ(one.engagement for one in kinds):
        yield Split(reason=SplitReason.ENGAGEMENT_NUMBER, value=kind.engagement)


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1
