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
MOST_RETURNS = "500"
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
    """Which payments are listed."""

    state: Text = "unmatched"
    #: And which returns.
    returned: Text = "unmatched"

    def to(self, **changes: str) -> str:
        """The same page, narrowed otherwise."""
        return address(PATH, {**conditions_of(self), **changes})


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
    returned = {"limit": MOST_RETURNS, "state": _state(asked.returned)}
    returns, payments = await asyncio.gather(
        person.list(Service.BILLING, "/returns", ReturnEntry, **returned),
        person.list(Service.BILLING, "/payments", Payment, **params),
    )
    return page(
        request,
        "bank/desk.html",
        status=status_of(form) if form.is_wrong else 200,
        form=form,
        taken=taken,
        asked=asked,
        returns=returns.items,
        payments=payments.items,
        pager=Pager(PATH, conditions_of(asked), asked, payments.next_cursor),
    )


def _state(chosen: str) -> str:
    return "" if chosen == "all" else chosen
