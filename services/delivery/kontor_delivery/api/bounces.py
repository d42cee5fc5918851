"""Reports of undelivered mails, for a mail server that hands them in."""

from fastapi import APIRouter, Depends, Request
from kontor_chassis.http import Role, limited_body, require
from pydantic import BaseModel

from kontor_delivery.usecases.bounces import take_bounce
from kontor_delivery.usecases.means import Means

LARGEST = 1024 * 1024
REPORT: dict[str, object] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": {}}}
}


class Taken(BaseModel):
    """Whether the report was about a mail of ours."""

    matched: bool


def router(means: Means) -> APIRouter:
    routes = APIRouter(tags=["bounces"], dependencies=[Depends(require(Role.INTEGRATION))])

    @routes.post("/bounces", openapi_extra=REPORT)
    async def hand_in_bounce(request: Request) -> Taken:
        """The body is the report as received; the same one again changes nothing."""
        raw = await limited_body(request, LARGEST)
        return Taken(matched=await take_bounce(means, raw))

    return routes
