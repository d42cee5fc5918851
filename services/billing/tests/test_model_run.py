"""What a run has come to, summed over its chunks."""

from kontor_billing.model.context import seller_of
from kontor_billing.model.decision import Decision, decide
from kontor_billing.model.run import outcome_of, totals_of
from kontor_billing.testing.records import a_context, a_folder, a_party, an_organisation, unbilled
from kontor_contracts.billing.folder import FolderPayment
from kontor_contracts.customers.party import DeliveryMethod, DeliveryPreference
from kontor_contracts.customers.payment import PaymentMethod
from kontor_contracts.values import LocalizedText

BY_GOCARDLESS = FolderPayment(method=PaymentMethod.GOCARDLESS)


def decided(method: DeliveryMethod, *payments: FolderPayment | None) -> Decision:
    party = a_party(consolidate_invoices=True, delivery=DeliveryPreference(method=method))
    folders = [a_folder(number=f"{n}", payment=one) for n, one in enumerate(payments)]
    return decide(a_context(), party, payment=None, folders=unbilled(*folders))


def test_the_gocardless_file_accounts_for_what_it_delivers_and_for_what_it_collects() -> None:
    decisions = [
        decided(DeliveryMethod.EMAIL_ATTACHMENT, None),
        decided(DeliveryMethod.EMAIL_ATTACHMENT, None, BY_GOCARDLESS),
        decided(DeliveryMethod.GOCARDLESS_EXPORT, None),
        decided(DeliveryMethod.GOCARDLESS_EXPORT, BY_GOCARDLESS),
    ]
    totals = totals_of(outcome_of([one]) for one in decisions)
    assert (totals.invoices, totals.gocardless_file) == (4, 3)
    assert totals.per_method[DeliveryMethod.GOCARDLESS_EXPORT] == 2


def test_the_own_texts_are_frozen_into_the_invoice() -> None:
    texts = {
        "invoice_introduction": LocalizedText(de="Vielen Dank!"),
        "invoice_footer": LocalizedText(de="Geschäftsführung: Ada Beispiel"),
    }
    seller = seller_of(an_organisation(**texts))
    assert (seller.introduction, seller.footer) == tuple(texts.values())
