"""Saving what a form says: done, or the same form again with what is against it."""

from collections.abc import Awaitable, Callable

import httpx
from pydantic import JsonValue

from kontor_web.forms.form import STALE, Form
from kontor_web.services import RefusedError, Seen

SHOWN, UNPROCESSABLE = 200, 422
#: Refusals that a person can do something about in the form.
ANSWERABLE = frozenset({400, 409, 422, 429})
Reread = Callable[[], Awaitable[Seen[dict[str, JsonValue]]]]


async def saved(
    form: Form, save: Callable[[], Awaitable[httpx.Response]], reread: Reread | None = None
) -> tuple[httpx.Response | None, Form]:
    """The service's answer; without one the form as it has to be shown again."""
    if form.wants_rows:
        return None, form
    try:
        return await save(), form
    except RefusedError as refused:
        problem = refused.problem
        if problem.status == STALE and reread:
            stored = await reread()
            return None, form.overtaken(stored.record, stored.version)
        if problem.status not in ANSWERABLE:
            raise
        return None, form.refused(problem)


def status_of(form: Form) -> int:
    """The status of a page with the form: of one shown again, what is against it."""
    if form.wants_rows or not form.is_wrong:
        return SHOWN
    return STALE if form.differences else UNPROCESSABLE
