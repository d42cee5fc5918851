"""Routes of the team: an admin's."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.transaction import Once
from kontor_contracts.customers.team import Member

from kontor_customers.api.callers import Admin, Reader, SeenVersion, author_of
from kontor_customers.model.team import MemberFields, MemberLine
from kontor_customers.usecases import team
from kontor_customers.usecases.books import Books

OnceMember = Annotated[Once | None, Depends(once(Member))]


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["team"])

    @routes.get("/team")
    async def list_members(_caller: Reader) -> Page[MemberLine]:
        """All members by name, inactive ones too."""
        return Page(items=await team.members(books))

    @routes.post("/team", status_code=201)
    async def join(
        fields: MemberFields, caller: Admin, key: OnceMember, response: Response
    ) -> Member:
        """A new member; without a password it is invited by mail to choose one."""
        member = await team.join(books, fields, author=author_of(caller), once=key)
        response.headers.update(etag(member.version))
        return member

    @routes.put("/team/{member_id}")
    async def change_member(
        member_id: UUID, fields: MemberFields, caller: Admin, seen: SeenVersion, response: Response
    ) -> Member:
        """Replace a member's fields; without a password the old one stays."""
        member = await team.change(books, member_id, fields, seen=seen, author=author_of(caller))
        response.headers.update(etag(member.version))
        return member

    return routes
