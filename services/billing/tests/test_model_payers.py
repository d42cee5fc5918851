"""Who pays in place of the customer: what splits off, whose mandate is used, who is named."""

from uuid import uuid4

import pytest
from kontor_billing.model.decision import Decision, decide
from kontor_billing.model.grouping import Split, SplitReason
from kontor_billing.model.left_out import Reason
from kontor_billing.model.payer import Debtor
from kontor_billing.testing.records import (
    IBAN,
    a_context,
    a_folder,
    a_mandate,
    a_party,
    debit_details,
    unbilled,
)
from kontor_contracts.billing.folder import Folder, FolderPayment
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import PaymentMethod

MANDATE = a_mandate(reference="M-HEADQUARTERS")
PAYER = a_party(number="K-900", name="Zentrale AG")
DEBTOR = Debtor(PAYER, debit_details(PAYER.id, [MANDATE]))


def decided(party: Party, *folders: Folder) -> Decision:
    return decide(
        a_context(), party, payment=None, folders=unbilled(*folders), payers={PAYER.id: DEBTOR}
    )


def test_another_payer_splits_a_consolidated_invoice_and_pays_by_a_mandate_of_its_own() -> None:
    party = a_party(number="K-1", name="Filiale", consolidate_invoices=True)
    folders = [
        a_folder(number="01"),
        a_folder(number="02", payer_id=PAYER.id),
        a_folder(number="03", payer_id=party.id),
    ]
    own, theirs = decided(party, *folders).invoices
    assert [own.group.folder_numbers, theirs.group.folder_numbers] == [("01", "03"), ("02",)]
    assert own.group.splits == (Split(reason=SplitReason.PAYER, value="K-1 Filiale"),)
    assert theirs.group.splits == (Split(reason=SplitReason.PAYER, value="K-900 Zentrale AG"),)
    assert own.invoice.id != theirs.invoice.id
    assert (own.invoice.payer, own.invoice.collections[0].way) == (None, CollectionWay.TRANSFER)
    payer, (collection,) = theirs.invoice.payer, theirs.invoice.collections
    assert payer
    assert (payer.party_id, payer.number, payer.name) == (PAYER.id, "K-900", "Zentrale AG")
    assert (collection.mandate_id, collection.source) == (MANDATE.id, "payer")
    assert collection.masked_iban.endswith(IBAN[-4:])
    assert theirs.invoice.buyer.number == "K-1", "the customer stays the one that is invoiced"
    assert theirs.delivery == own.delivery


def test_the_customers_payer_pays_all_folders_that_name_nobody_else() -> None:
    party = a_party(consolidate_invoices=True, payer_id=PAYER.id)
    (draft,) = decided(party, a_folder(number="01"), a_folder(number="02")).invoices
    assert draft.group.splits == ()
    assert draft.invoice.debtor_id == PAYER.id
    own = FolderPayment(method=PaymentMethod.TRANSFER)
    (by_hand,) = decided(party, a_folder(payment=own)).invoices
    assert by_hand.invoice.collections[0].way is CollectionWay.TRANSFER
    (self_paid,) = decided(party, a_folder(payer_id=party.id)).invoices
    assert self_paid.invoice.payer is None


def test_an_invoice_per_folder_names_each_folders_payer() -> None:
    folders = [a_folder(number="01"), a_folder(number="02", payer_id=PAYER.id)]
    drafts = decided(a_party(), *folders).invoices
    assert [draft.invoice.payer is None for draft in drafts] == [True, False]
    reasons = {split.reason for draft in drafts for split in draft.group.splits}
    assert reasons == {SplitReason.NOT_CONSOLIDATED}


@pytest.mark.parametrize("consolidated", [True, False])
def test_a_folder_whose_payer_is_gone_waits_and_the_others_are_billed(
    *, consolidated: bool
) -> None:
    party = a_party(consolidate_invoices=consolidated)
    decision = decided(party, a_folder(number="01"), a_folder(number="02", payer_id=uuid4()))
    assert [draft.group.folder_numbers for draft in decision.invoices] == [("01",)]
    (missing,) = decision.left_out
    assert (missing.folders, missing.code) == (("02",), Reason.PAYER_UNKNOWN)
