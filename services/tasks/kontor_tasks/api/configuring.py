"""Routes of what is configured: kinds of actions, and rules for facts."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from kontor_chassis.http import Page, etag

from kontor_tasks.api.callers import Admin, SeenVersion, Worker, author_of
from kontor_tasks.model.kinds import Key, Kind, KindFields
from kontor_tasks.model.rules import Rule, RuleFields
from kontor_tasks.usecases import configuring
from kontor_tasks.usecases.desk import Desk

Fact = Annotated[str, Path(max_length=80)]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["configuration"])

    @routes.get("/action-kinds")
    async def list_kinds(_caller: Worker) -> Page[Kind]:
        """All kinds by key, retired ones too; `version` is the ETag for a change."""
        return Page(items=await configuring.list_kinds(desk))

    @routes.put("/action-kinds/{key}")
    async def put_kind(
        key: Key, fields: KindFields, caller: Admin, seen: SeenVersion, response: Response
    ) -> Kind:
        """Enter or change a kind; one in use is retired with `active`, never removed."""
        author = author_of(caller)
        kind = await configuring.put_kind(desk, key, fields, seen=seen, author=author)
        response.headers.update(etag(kind.version))
        return kind

    @routes.get("/action-rules")
    async def list_rules(_caller: Worker) -> Page[Rule]:
        """What each fact opens: which kind, due in how many working days, for whom."""
        return Page(items=list((await configuring.list_rules(desk)).values()))

    @routes.put("/action-rules/{fact}")
    async def put_rule(
        fact: Fact, fields: RuleFields, caller: Admin, seen: SeenVersion, response: Response
    ) -> Rule:
        """Change what a fact opens from now on; inactive: nothing."""
        author = author_of(caller)
        rule = await configuring.put_rule(desk, fact, fields, seen=seen, author=author)
        response.headers.update(etag(rule.version))
        return rule

    return routes
