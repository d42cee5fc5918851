"""Debits that the bank has, and those whose money has come."""

from uuid import UUID

from kontor_contracts.billing.collection import CollectionPresented, CollectionSettled

from kontor_billing.model.collections import TrackedCollection

SHARED = {
    "invoice_id", "invoice_number", "party_id", "payer_id", "reference", "amount", "currency",
    "mandate_id", "sequence", "collection_date",
}  # fmt: skip


def presented(collection: TrackedCollection, file_id: UUID) -> CollectionPresented:
    return CollectionPresented(
        collection_id=collection.id, file_id=file_id, **collection.model_dump(include=SHARED)
    )


def settled(collection: TrackedCollection) -> CollectionSettled:
    return CollectionSettled(collection_id=collection.id, **collection.model_dump(include=SHARED))
