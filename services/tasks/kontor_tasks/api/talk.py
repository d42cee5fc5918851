"""Routes of what was said and changed about an action."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from kontor_chassis.http import Page, once
from kontor_chassis.http.paging import next_cursor, read_id_cursor
from kontor_chassis.transaction import Once

from kontor_tasks.api.callers import Cursor, Limit, Worker, author_of
from kontor_tasks.model.action_fields import CommentFields
from kontor_tasks.model.comments import Comment
from kontor_tasks.model.history import Entry
from kontor_tasks.usecases import actions
from kontor_tasks.usecases.desk import Desk

OnceComment = Annotated[Once | None, Depends(once(Comment))]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["actions"])

    @routes.post("/actions/{action_id}/comments", status_code=201)
    async def add_comment(
        action_id: UUID, fields: CommentFields, caller: Worker, key: OnceComment
    ) -> Comment:
        """Say something about the action; its version stays."""
        author = author_of(caller)
        return await actions.add_comment(desk, action_id, fields, author=author, once=key)

    @routes.get("/actions/{action_id}/comments")
    async def list_comments(action_id: UUID, _caller: Worker) -> Page[Comment]:
        """All comments, in order."""
        return Page(items=await actions.comments(desk, action_id))

    @routes.get("/actions/{action_id}/history")
    async def read_history(
        action_id: UUID, _caller: Worker, limit: Limit = 50, cursor: Cursor = None
    ) -> Page[Entry]:
        """Who changed what, when and through which door; the latest first."""
        before = read_id_cursor(cursor)
        lines = await actions.history(desk, action_id, before=before, limit=limit)
        return Page(items=lines, next_cursor=next_cursor(lines, limit, lambda one: one.id))

    return routes
