"""The person's own page: where they are signed in."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from kontor_contracts.values import Value
from pydantic import AwareDatetime

from kontor_web.access import SignedIn
from kontor_web.devices import device_name, is_handheld
from kontor_web.rendering import page, redirected
from kontor_web.settings import Service

routes = APIRouter()


class Session(Value):
    id: UUID
    device: str
    opened_at: AwareDatetime
    used_at: AwareDatetime
    ends_at: AwareDatetime

    @property
    def name(self) -> str:
        return device_name(self.device)

    @property
    def icon(self) -> str:
        return "smartphone" if is_handheld(self.device) else "monitor"


@routes.get("/profile")
async def show(request: Request, person: SignedIn) -> Response:
    found = await person.list(Service.CUSTOMERS, "/sessions", Session)
    return page(request, "profile.html", sessions=found.items)


@routes.post("/profile/sessions/{session_id}/end")
async def end_session(session_id: UUID, person: SignedIn) -> Response:
    await person.remove(Service.CUSTOMERS, f"/sessions/{session_id}")
    return redirected("/profile", told="ended")
