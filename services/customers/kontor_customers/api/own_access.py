"""Routes of a member's own way in: passwords, and the second factor."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kontor_contracts.values import Value
from pydantic import Field

from kontor_customers.api.callers import Admin, Reader
from kontor_customers.api.portal_sign_in import NewPassword, WantedLink
from kontor_customers.api.sessions import member_of
from kontor_customers.model.letters import Purpose
from kontor_customers.model.team import Password
from kontor_customers.usecases import own_access, post
from kontor_customers.usecases.books import Books

Secret = Annotated[str, Field(max_length=200, repr=False)]


class ChosenByLink(Value):
    link: Secret
    password: Annotated[Password, Field(repr=False)]


class OwnPassword(Value):
    password: Secret


class Code(Value):
    code: Annotated[str, Field(min_length=1, max_length=40, repr=False)]


class SecondFactorView(Value):
    on: bool
    recovery_codes_left: int


class NewSecret(Value):
    """For the app: as text, and as its QR code says it."""

    secret: str
    uri: str


class RecoveryCodes(Value):
    """Told this once; each signs in once, where the app is lost."""

    codes: list[str]


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["sign-in"])

    @routes.post("/password-links", status_code=202)
    async def mail_password_link(wanted: WantedLink) -> None:
        """Mail a link to choose a password, if a member has the address; always answered alike."""
        await post.ask(books, Purpose.PASSWORD, wanted.email)

    @routes.post("/passwords", status_code=204)
    async def choose_by_link(chosen: ChosenByLink) -> None:
        """Choose the password that a mailed link is for: 401 when it was used or has expired."""
        await own_access.set_by_link(books, chosen.link, chosen.password)

    @routes.post("/sessions/password", status_code=204)
    async def change_password(chosen: NewPassword) -> None:
        """Another password, by who knows the present one; every other session ends."""
        await own_access.change_password(books, chosen.secret, chosen.current, chosen.password)

    _add_second_factor(routes, books)
    return routes


def _add_second_factor(routes: APIRouter, books: Books) -> None:
    @routes.get("/second-factor")
    async def read_second_factor(caller: Reader) -> SecondFactorView:
        """Whether the caller's sign-in asks for a code."""
        found = await own_access.second_factor(books, member_of(caller))
        return SecondFactorView(on=found.is_on, recovery_codes_left=len(found.recovery))

    @routes.post("/second-factor", status_code=201)
    async def begin(own: OwnPassword, caller: Reader) -> NewSecret:
        """A new secret for the app; it holds once a code of it has confirmed it."""
        secret, uri = await own_access.begin_second_factor(books, member_of(caller), own.password)
        return NewSecret(secret=secret, uri=uri)

    @routes.post("/second-factor/confirm")
    async def confirm(told: Code, caller: Reader) -> RecoveryCodes:
        """Ask for a code from now on; 401 when it is not one of the new secret."""
        codes = await own_access.confirm_second_factor(books, member_of(caller), told.code)
        return RecoveryCodes(codes=codes)

    @routes.post("/second-factor/remove", status_code=204)
    async def remove(own: OwnPassword, caller: Reader) -> None:
        """The password alone signs in again."""
        await own_access.prove(books, member_of(caller), own.password)
        await own_access.remove_second_factor(books, member_of(caller))

    @routes.delete("/team/{member_id}/second-factor", status_code=204)
    async def remove_of_member(member_id: UUID, _caller: Admin) -> None:
        """For a member who has lost app and codes."""
        await own_access.remove_second_factor(books, member_id)
