"""Functions of contacts: configure, rename, retire, remove."""

from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.errors import NotFoundError

from kontor_customers.model.functions import (
    ContactFunction,
    FunctionFields,
    FunctionInUseError,
    changed,
    configured,
    seed,
)
from kontor_customers.model.history import Author
from kontor_customers.model.versions import require_version
from kontor_customers.usecases.books import Books, entry

RECORD = "function"


async def ensure_functions(books: Books) -> None:
    """A new installation begins with the usual ones."""

    async def work(tx: Transaction) -> None:
        if not await books.functions.all(tx):
            for function in seed():
                await books.functions.save(None, function, tx)

    if not await books.functions.all():
        await books.transactions.run(work)


async def listed(books: Books) -> list[ContactFunction]:
    """All functions, retired ones too."""
    return await books.functions.all()


async def configure(
    books: Books, fields: FunctionFields, *, author: Author, once: Once | None = None
) -> ContactFunction:
    """A new function."""

    async def work(tx: Transaction) -> ContactFunction:
        function = configured(fields, await books.functions.all(tx))
        await _save(books, None, function, author=author, tx=tx)
        return function

    return await books.transactions.run(work, once=once)


async def change(
    books: Books, key: str, fields: FunctionFields, *, seen: int | None, author: Author
) -> ContactFunction:
    """The function renamed, retired, or taken back into use."""

    async def work(tx: Transaction) -> ContactFunction:
        known = await books.functions.all(tx)
        before = _of_key(known, key)
        require_version(seen, before.version)
        after = changed(before, fields, known)
        if after is not before:
            await _save(books, before, after, author=author, tx=tx)
        return after

    return await books.transactions.run(work)


async def remove(books: Books, key: str) -> None:
    """Take the function away; FunctionInUseError while a contact has it."""

    async def work(tx: Transaction) -> None:
        _of_key(await books.functions.all(tx), key)
        used = await books.parties.count_with_function(key, tx)
        if used:
            raise FunctionInUseError(
                f"Contacts of {used} parties have it. Retire it: nobody can choose it any more."
            )
        await books.functions.remove(key, tx)

    await books.transactions.run(work)


def _of_key(known: list[ContactFunction], key: str) -> ContactFunction:
    for function in known:
        if function.key == key:
            return function
    raise NotFoundError("there is no such function")


async def _save(
    books: Books,
    before: ContactFunction | None,
    after: ContactFunction,
    *,
    author: Author,
    tx: Transaction,
) -> None:
    await books.functions.save(before, after, tx)
    line = entry(f"{RECORD} {after.key}", RECORD, before, after, author=author)
    await books.history.append([line], tx)
