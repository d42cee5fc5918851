"""How a party pays: read, change."""

from uuid import UUID

from kontor_chassis.clock import now
from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.customers.party import PartyKind
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.errors import FieldError, InvalidInputError

from kontor_customers.model.history import Author
from kontor_customers.model.iban_guard import guard_of, guarded
from kontor_customers.model.numbers import DEFAULT_MANDATE_REFERENCES, Numbering
from kontor_customers.model.organisation import civil_day, require_ready_for_debits
from kontor_customers.model.payment import (
    no_details,
    references,
    sepa_reference,
    taken_by_others,
)
from kontor_customers.model.payment_change import changed, refuse_unknown_ids
from kontor_customers.model.payment_fields import PaymentFields
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, save_account_changes, save_payments
from kontor_customers.usecases.parties import known_party


async def read(books: Books, party_id: UUID) -> PaymentDetails:
    """The party's payment details; version 0 while nobody has entered any."""
    await known_party(books, party_id)
    return await books.payments.of(party_id) or no_details(party_id)


async def change(
    books: Books, party_id: UUID, fields: PaymentFields, *, seen: int | None, author: Author
) -> PaymentDetails:
    """New payment details, made from the version that the caller has seen.

    OrganisationIncompleteError for a debit while the own organisation lacks what debits need.
    A changed IBAN may have to wait: then the old one is still in the answer.
    """

    async def work(tx: Transaction) -> PaymentDetails:
        party = await known_party(books, party_id, tx)
        before = await books.payments.of(party_id, tx) or no_details(party_id)
        organisation = await books.organisations.ours(tx)
        require_version(seen, before.version)
        if fields.method is not PaymentMethod.TRANSFER:
            require_ready_for_debits(organisation)
        refuse_unknown_ids(before, fields)
        after = changed(
            before,
            await _with_references(books, before, fields, organisation, tx),
            consumer=party.kind is PartyKind.PRIVATE,
            today=civil_day(organisation, now()),
            new_id=new_id,
        )
        return await _saved(books, (before, after), organisation, author=author, tx=tx)

    return await books.transactions.run(work)


async def _saved(
    books: Books,
    step: tuple[PaymentDetails, PaymentDetails],
    organisation: Organisation | None,
    *,
    author: Author,
    tx: Transaction,
) -> PaymentDetails:
    before, after = step
    if after is before:
        return before
    waiting = await books.account_changes.waiting([before.party_id], tx)
    today = civil_day(organisation, now())
    guard = guard_of(organisation, author, now=now(), today=today, new_id=new_id)
    kept, account_changes = guarded(before, after, guard, waiting.get(before.party_id, []))
    await save_account_changes(books, account_changes, author=author, tx=tx)
    if kept is not before:
        await _require_free_references(books, kept, tx)
        await save_payments(books, [(before, kept)], author=author, tx=tx)
    return kept


async def _with_references(
    books: Books,
    before: PaymentDetails,
    fields: PaymentFields,
    organisation: Organisation | None,
    tx: Transaction,
) -> PaymentFields:
    """The fields with a reference for every mandate: its own, or the next of the pattern."""
    known = {one.id: one.reference for one in before.mandates}
    mandates = []
    for mandate in fields.mandates:
        reference = mandate.reference or (known.get(mandate.id) if mandate.id else None)
        if reference is None:
            reference = await _free_reference(books, organisation, tx)
        mandates.append(mandate.model_copy(update={"reference": reference}))
    return fields.model_copy(update={"mandates": tuple(mandates)})


async def _free_reference(books: Books, organisation: Organisation | None, tx: Transaction) -> str:
    pattern = organisation.mandate_reference_pattern if organisation else DEFAULT_MANDATE_REFERENCES
    while True:
        reference = await books.mandate_references.take(Numbering(pattern))
        if not await books.payments.owners([sepa_reference(reference)], tx):
            return reference


async def _require_free_references(books: Books, after: PaymentDetails, tx: Transaction) -> None:
    taken = taken_by_others(after, await books.payments.owners(list(references(after)), tx))
    if taken:
        errors = [
            FieldError("mandates", "reference-taken", f"{name} belongs to another mandate")
            for name in taken
        ]
        raise InvalidInputError("Some mandate references are in use.", fields=errors)
