"""Collections presented with made-up parties, mandates and accounts."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from kontor_billing.model.collections import OpenCollection
from kontor_billing.model.debit.claim import Known, Presenting
from kontor_billing.model.debit.mandate_use import MandateUse
from kontor_billing.model.debit.presentation import Debit, Exclusion, Presented, present
from kontor_billing.testing.records import (
    a_collection,
    a_party,
    a_presenting,
    debit_details,
)
from kontor_contracts.customers.party import Party
from kontor_contracts.customers.payment import (
    BankAccount,
    PaymentDetails,
    SepaMandate,
)


def presented(
    *collections: OpenCollection,
    party: Party | None = None,
    details: PaymentDetails | None = None,
    presenting: Presenting | None = None,
    use: MandateUse | None = None,
    owed: Mapping[UUID, Decimal] | None = None,
) -> list[Presented]:
    ids: set[UUID] = {one.party_id for one in collections}
    return present(
        presenting or a_presenting(),
        collections,
        Known(
            parties={one: party or a_party() for one in ids},
            payments=dict.fromkeys(ids, details) if details else {},
            uses={use.id: use} if use else {},
            owed=owed or {},
        ),
    )


def outcome(
    mandate: SepaMandate, *, account: BankAccount | None = None, party: Party | None = None
) -> Debit | Exclusion:
    details = debit_details(uuid4(), [mandate], **({"accounts": (account,)} if account else {}))
    (one,) = presented(a_collection(mandate_id=mandate.id), party=party, details=details)
    return one.outcome
