"""Team members: join, change, list; the first one at the first start."""

from uuid import UUID

from kontor_chassis.ids import new_id
from kontor_chassis.transaction import Once, Transaction
from kontor_contracts.customers.team import Member, TeamRole
from kontor_contracts.errors import FieldError, NotFoundError

from kontor_customers.model.history import Author
from kontor_customers.model.letters import Purpose
from kontor_customers.model.team import (
    EmailTakenError,
    MemberFields,
    MemberLine,
    MemberSecrets,
    event_of,
)
from kontor_customers.model.versions import require_version
from kontor_customers.passwords import hashed
from kontor_customers.usecases import post
from kontor_customers.usecases.books import Books, entry

#: No password has this hash.
NO_PASSWORD = ""
AT_START = Author(subject="kontor-customers", name="First start", door="start")


async def members(books: Books) -> list[MemberLine]:
    """All members by name."""
    guarded = await books.team.with_second_factor()
    return [
        MemberLine(**one.model_dump(), second_factor=one.id in guarded)
        for one in await books.team.all()
    ]


async def join(
    books: Books, fields: MemberFields, *, author: Author, once: Once | None = None
) -> Member:
    """A new member, who can sign in at once, or is invited to choose a password."""
    password_hash = await hashed(fields.password) if fields.password else NO_PASSWORD
    secrets = MemberSecrets(password_hash=password_hash)

    async def work(tx: Transaction) -> Member:
        member = _member(fields, member_id=new_id(), version=1)
        await _save(books, (None, member), secrets, author=author, tx=tx)
        return member

    member = await books.transactions.run(work, once=once)
    if not fields.password:
        await post.ask(books, Purpose.INVITATION, member.email)
    return member


async def change(
    books: Books, member_id: UUID, fields: MemberFields, *, seen: int | None, author: Author
) -> Member:
    """The member with new fields; an inactive one signs in no more."""
    fresh = await hashed(fields.password) if fields.password else None

    async def work(tx: Transaction) -> Member:
        before = await books.team.get(member_id, tx)
        secrets = await books.team.secrets_of(member_id, tx)
        if before is None or secrets is None:
            raise NotFoundError("there is no such team member")
        require_version(seen, before.version)
        after = _member(fields, member_id=member_id, version=before.version + 1)
        kept = secrets.model_copy(update={"password_hash": fresh}) if fresh else secrets
        await _save(books, (before, after), kept, author=author, tx=tx)
        return after

    return await books.transactions.run(work)


async def ensure_first_admin(books: Books, email: str, password: str) -> bool:
    """Whether this start made the first admin: it does while the team is empty."""
    secrets = MemberSecrets(password_hash=await hashed(password))

    async def work(tx: Transaction) -> bool:
        if not await books.team.is_empty(tx):
            return False
        admin = Member(id=new_id(), version=1, name="Admin", email=email, roles=(TeamRole.ADMIN,))
        await _save(books, (None, admin), secrets, author=AT_START, tx=tx)
        return True

    return await books.transactions.run(work)


def _member(fields: MemberFields, *, member_id: UUID, version: int) -> Member:
    written = fields.model_dump(exclude={"password"})
    return Member.model_validate({**written, "id": member_id, "version": version})


async def _save(
    books: Books,
    step: tuple[Member | None, Member],
    secrets: MemberSecrets,
    *,
    author: Author,
    tx: Transaction,
) -> None:
    before, after = step
    other = await books.team.with_email(after.email, tx)
    if other and other[0].id != after.id:
        error = FieldError("email", "taken", "belongs to another team member")
        raise EmailTakenError("The e-mail address is taken.", fields=[error])
    await books.team.save(before, after, secrets, tx)
    line = entry(str(after.id), "member", before, after, author=author)
    await books.history.append([line], tx)
    tx.publish(event_of(before, after))
