"""The route that gives access tokens."""

from typing import Annotated

from fastapi import APIRouter
from kontor_contracts.values import Value
from pydantic import Field

from kontor_customers.signing import LIFETIME
from kontor_customers.usecases.books import Books
from kontor_customers.usecases.sign_in import sign_in


class Credentials(Value):
    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=200, repr=False)]


class MemberCredentials(Credentials):
    """`code`: of the app, or one for its loss, where the member has a second factor."""

    code: Annotated[str, Field(max_length=40, repr=False)] = ""


class AccessToken(Value):
    access_token: str
    token_type: str = "bearer"  # noqa: S105 - RFC 6750
    expires_in: int = int(LIFETIME.total_seconds())


def router(books: Books) -> APIRouter:
    routes = APIRouter(tags=["sign-in"])

    @routes.post("/token")
    async def sign_in_member(credentials: MemberCredentials) -> AccessToken:
        """An access token for five minutes; 401 for a wrong password, 429 after several."""
        token = await sign_in(books, credentials.email, credentials.password, credentials.code)
        return AccessToken(access_token=token)

    return routes
