"""The bank's files are taken here; what nobody could place stands first."""

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kontor_web.access import Person, SignedIn
from kontor_web.forms import Field, Form, Frame, Kind, Section, new_form
from kontor_web.forms.saving import saved, status_of
from kontor_web.forms.uploads import FILE, uploaded
from kontor_web.languages import marked
from kontor_web.pages.bank.records import Payment, ReturnEntry, Taken
from kontor_web.paging import Pager, Place, Text, address, conditions_of
from kontor_web.rendering import page
from kontor_web.settings import Service

routes = APIRouter()
PATH = "/bank"
PAGE_SIZE = "50"
FRAME = Frame(
    (
        Section(
            "",
            (
                Field(
                    FILE,
                    marked("Datei der Bank"),
                    kind=Kind.FILE,
                    required=True,
                    width="full",
                    hint=marked("pain.002, camt.053, camt.054 oder CSV. Zweimal schadet nicht."),
                ),
            ),
        ),
    )
)


class Asked(Place):
    """Which payments and which returns are listed, and where in each of the two lists."""

    state: Text = "unmatched"
    returned: Text = "unmatched"
    returns_cursor: Text = ""
    returns_trail: Text = ""

    def to(self, **changes: str) -> str:
        """The first pages of both lists, narrowed otherwise."""
        kept = self.model_dump(include={"state", "returned"}, exclude_defaults=True)
        return address(PATH, {**kept, **changes})

    def in_returns(self) -> Place:
        return Place(cursor=self.returns_cursor, trail=self.returns_trail)

    def beside_returns(self) -> dict[str, str]:
        """What stays as it is when another page of the returns is shown."""
        others = {"returns_cursor", "returns_trail"}
        return self.model_dump(exclude=others, exclude_defaults=True)


@routes.get(PATH)
async def show(request: Request, person: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    return await _shown(request, person, asked, new_form(FRAME))


@routes.post(PATH)
async def take(request: Request, person: SignedIn) -> Response:
    form = new_form(FRAME)
    content = await uploaded(request)
    if not content:
        return await _shown(request, person, Asked(), form.wrong({FILE: "no-file"}))
    send = partial(person.upload, Service.BILLING, "/bank-files", content)
    answer, form = await saved(form, send)
    taken = Taken.model_validate_json(answer.content) if answer else None
    return await _shown(request, person, Asked(), form, taken)


async def _shown(
    request: Request, person: Person, asked: Asked, form: Form, taken: Taken | None = None
) -> Response:
    params = {"cursor": asked.cursor, "limit": PAGE_SIZE, "state": _state(asked.state)}
    returned = {"cursor": asked.returns_cursor, "limit": PAGE_SIZE, "state": _state(asked.returned)}
    returns, payments = await asyncio.gather(
        person.list(Service.BILLING, "/returns", ReturnEntry, **returned),
        person.list(Service.BILLING, "/payments", Payment, **params),
    )
    return page(
        request,
        "bank/desk.html",
        status=status_of(form),
        form=form,
        taken=taken,
        asked=asked,
        returns=returns.items,
        payments=payments.items,
        pager=Pager(PATH, conditions_of(asked), asked, payments.next_cursor),
        returns_pager=Pager(
            PATH, asked.beside_returns(), asked.in_returns(), returns.next_cursor, "returns_"
        ),
    )


def _state(chosen: str) -> str:
    return "" if chosen == "all" else chosen
