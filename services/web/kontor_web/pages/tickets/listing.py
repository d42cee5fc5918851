"""*Ereignisse → Tickets*: of all customers, what somebody still works on first."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kontor_web.access import Person, SignedIn
from kontor_web.pages.tickets.records import PATH, TicketView
from kontor_web.paging import Pager, Place, Text, address, conditions_of
from kontor_web.rendering import page
from kontor_web.settings import Service

routes = APIRouter()
PAGE_SIZE = "50"
UNCLOSED, ALL = "unclosed", "all"


class Asked(Place):
    state: Text = UNCLOSED
    scope: Text = ""
    party_id: Text = ""

    def to(self, **changes: str) -> str:
        """The list with one thing changed, from its beginning."""
        return address(PATH, {**conditions_of(self), **changes})

    def params(self, person: Person) -> dict[str, str]:
        """What tasks is asked for."""
        return {
            "state": "" if self.state in {UNCLOSED, ALL} else self.state,
            "unclosed": "true" if self.state == UNCLOSED else "",
            "assignee_id": str(person.member.id) if self.scope == "mine" else "",
            "party_id": self.party_id,
        }


@routes.get(PATH)
async def list_tickets(
    request: Request, person: SignedIn, asked: Annotated[Asked, Query()]
) -> Response:
    where = {"cursor": asked.cursor, "limit": PAGE_SIZE}
    found = await person.list(Service.TASKS, PATH, TicketView, **asked.params(person), **where)
    pager = Pager(PATH, conditions_of(asked), asked, found.next_cursor)
    return page(request, "tickets/list.html", asked=asked, found=found.items, pager=pager)
