"""How a party pays: read, change."""

from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Transaction
from kontor_contracts.customers.party import PartyKind
from kontor_contracts.customers.payment import PaymentDetails, PaymentMethod
from kontor_contracts.errors import FieldError, InvalidInputError

from kontor_customers.model.history import Author
from kontor_customers.model.organisation import require_ready_for_debits
from kontor_customers.model.payment import no_details, references, taken_by_others
from kontor_customers.model.payment_change import changed, refuse_unknown_ids
from kontor_customers.model.payment_fields import PaymentFields
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, save_payments
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
    """

    async def work(tx: Transaction) -> PaymentDetails:
        party = await known_party(books, party_id, tx)
        before = await books.payments.of(party_id, tx) or no_details(party_id)
        require_version(seen, before.version)
        if fields.method is not PaymentMethod.TRANSFER:
            require_ready_for_debits(await books.organisations.ours(tx))
        refuse_unknown_ids(before, fields)
        after = changed(
            before,
            fields,
            consumer=party.kind is PartyKind.PRIVATE,
            today=await books.today(tx),
            new_id=new_id,
        )
        if after is not before:
            await _require_free_references(books, after, tx)
            await save_payments(books, [(before, after)], author=author, tx=tx)
        return after

    return await books.transactions.run(work)


async def _require_free_references(books: Books, after: PaymentDetails, tx: Transaction) -> None:
    taken = taken_by_others(after, await books.payments.owners(list(references(after)), tx))
    if taken:
        errors = [
            FieldError("mandates", "reference-taken", f"{name} belongs to another mandate")
            for name in taken
        ]
        raise InvalidInputError("Some mandate references are in use.", fields=errors)
