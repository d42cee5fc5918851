"""Routes of the functions that contacts may have (*Funktionen*)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from kontor_chassis.http import Page, etag, once
from kontor_chassis.transaction import Once

from kontor_customers.api.callers import Admin, Reader, SeenVersion, author_of
from kontor_customers.model.functions import ContactFunction, FunctionFields
from kontor_customers.usecases import functions
from kontor_customers.usecases.books import Books

OnceFunction = Annotated[Once | None, Depends(once(ContactFunction))]
Key = Annotated[str, Path(max_length=60)]


def router(books: Books) -> APIRouter:
    routes = APIRouter(prefix="/functions", tags=["functions of contacts"])

    @routes.get("")
    async def list_functions(_caller: Reader) -> Page[ContactFunction]:
        """All functions, retired ones too."""
        return Page(items=await functions.listed(books))

    @routes.post("", status_code=201)
    async def configure_function(
        fields: FunctionFields, caller: Admin, key: OnceFunction, response: Response
    ) -> ContactFunction:
        """A new function; its key is made from its German name and stays."""
        function = await functions.configure(books, fields, author=author_of(caller), once=key)
        return _tagged(response, function)

    @routes.put("/{key}")
    async def change_function(
        key: Key, fields: FunctionFields, caller: Admin, seen: SeenVersion, response: Response
    ) -> ContactFunction:
        """Rename it, retire it, or take it back into use."""
        changed = await functions.change(books, key, fields, seen=seen, author=author_of(caller))
        return _tagged(response, changed)

    @routes.delete("/{key}", status_code=204)
    async def remove_function(key: Key, _caller: Admin) -> None:
        """Take it away; 409 while a contact has it: then it can be retired."""
        await functions.remove(books, key)

    return routes


def _tagged(response: Response, function: ContactFunction) -> ContactFunction:
    response.headers.update(etag(function.version))
    return function
