"""The effective payment of a folder, with who decided it."""

from uuid import uuid4

from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.records import a_folder, a_mandate, a_party, debit_details
from kontor_billing.testing.seeding import Records, store
from kontor_contracts.billing.folder import FolderPayment
from kontor_contracts.customers.payment import PaymentMethod


async def test_the_effective_payment_of_a_folder_names_value_and_source(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    debtor, other = a_party(), a_party()
    mandate = a_mandate()
    own = FolderPayment(method=PaymentMethod.TRANSFER)
    folders = [
        a_folder(party_id=debtor.id, number="01"),
        a_folder(party_id=debtor.id, number="02", payment=own),
        a_folder(party_id=other.id, number="01"),
    ]
    payments = [debit_details(debtor.id, [mandate])]
    await store(parts.billing, Records(parties=[debtor, other], payments=payments, folders=folders))
    answers = [(await quiet_web.get(f"/folders/{one.id}/payment")).json() for one in folders]
    assert [(one["way"], one["source"], one["mandate_reference"]) for one in answers] == [
        ("sepa-file", "customer", mandate.reference),
        ("transfer", "folder", ""),
        ("transfer", "organisation", ""),
    ]
    assert answers[0]["mandate_id"] == str(mandate.id)
    assert "*" in answers[0]["masked_iban"]
    assert (await quiet_web.get(f"/folders/{uuid4()}/payment")).status_code == 404
