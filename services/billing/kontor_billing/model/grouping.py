"""Which folders share an invoice, and why the others do not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kontor_contracts.billing.folder import Folder
from kontor_contracts.customers.party import DeliveryMethod, Party
from kontor_contracts.values import Value

from kontor_billing.model.charge import Charge
from kontor_billing.model.folders import BilledFolder

EVERYTHING = "all"


class SplitReason(StrEnum):
    """What keeps folders of one customer on invoices of their own."""

    NOT_CONSOLIDATED = "not-consolidated"
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

    @property
    def is_free(self) -> bool:
        """Nothing but usage that its bundles cover: an invoice of 0.00 helps nobody."""
        charges = [charge for charged in self.folders for charge in charged.charges]
        return all(charge.used is not None and not charge.net for charge in charges)

    @property
    def folder_numbers(self) -> tuple[str, ...]:
        return tuple(charged.folder.number for charged in self.folders)


def grouped(party: Party, folders: Iterable[ChargedFolder]) -> list[Group]:
    """One per folder; where the customer wants one invoice a period, one per engagement number."""
    charged_folders = tuple(folders)
    if not party.consolidate_invoices:
        several = len(charged_folders) > 1
        return [_own_group(party, charged, split=several) for charged in charged_folders]
    by_engagement: dict[str, list[ChargedFolder]] = {}
    for charged in charged_folders:
        by_engagement.setdefault(engagement_of(party, charged.folder), []).append(charged)
    split = len(by_engagement) > 1
    return [_shared_group(number, tuple(of), split=split) for number, of in by_engagement.items()]


def engagement_of(party: Party, folder: Folder) -> str:
    """The engagement number that Chorus Pro is told (BT-13); other channels have none."""
    if party.delivery.method is not DeliveryMethod.CHORUS_PRO:
        return ""
    return folder.purchase_order or party.chorus.engagement_number


def _own_group(party: Party, charged: ChargedFolder, *, split: bool) -> Group:
    folder = charged.folder
    reason = Split(reason=SplitReason.NOT_CONSOLIDATED, value=folder.number)
    return Group(
        key=f"folder/{folder.number}",
        engagement=engagement_of(party, folder),
        folders=(charged,),
        splits=(reason,) if split else (),
    )


def _shared_group(number: str, folders: tuple[ChargedFolder, ...], *, split: bool) -> Group:
    if not split:
        return Group(EVERYTHING, number, folders)
    reason = Split(reason=SplitReason.ENGAGEMENT_NUMBER, value=number)
    return Group(f"{EVERYTHING}/{number}", number, folders, splits=(reason,))
