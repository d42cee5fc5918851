"""Filters of actions as queries."""

import re
from datetime import timedelta

from kontor_chassis.mongo import Document
from kontor_contracts.customers.team import TeamRole

from kontor_tasks.model.listing import Filter, Over

DAY = timedelta(days=1)


def order() -> list[tuple[str, int]]:
    return [("due_key", 1), ("_id", 1)]


def query_of(asked: Filter) -> Document:
    """Every condition that the filter names; all must hold."""
    conditions = [_fields(asked), _days(asked), _position(asked)]
    if asked.overdue:
        conditions.append(unfinished_over(asked.overdue))
    if asked.without_doer is not None:
        conditions.append(_without_doer(asked))
    filled = [condition for condition in conditions if condition]
    return {"$and": filled} if filled else {}


def unfinished_over(over: Over) -> Document:
    following = (over.last_day + DAY).isoformat()
    latest = (over.last_day + 2 * DAY).isoformat()
    return {
        "finished": False,
        "due_key": {"$lt": latest},
        "$or": [
            {"due_at": None, "due_key": {"$lt": following}},
            {"due_at": {"$lte": over.moment}},
        ],
    }


def _fields(asked: Filter) -> Document:
    named = {
        "state": asked.state,
        "title": _part(asked.title),
        "kind": asked.kind,
        "party_id": asked.party_id,
        "folder_id": asked.folder_id,
        "assignee_id": asked.assignee_id,
        "finished": False if asked.unfinished else None,
        "role": {"$in": list(asked.roles)} if asked.roles is not None else None,
    }
    return {name: value for name, value in named.items() if value not in (None, "")}


def _part(title: str) -> Document | None:
    """Any part, in capitals or not; what a person types is no pattern."""
    return {"$regex": re.escape(title), "$options": "i"} if title else None


def _days(asked: Filter) -> Document:
    bounds: Document = {}
    if asked.due_from:
        bounds["$gte"] = asked.due_from.isoformat()
    if asked.due_until:
        bounds["$lt"] = (asked.due_until + DAY).isoformat()
    return {"due_key": bounds} if bounds else {}


def _position(asked: Filter) -> Document:
    if asked.after is None:
        return {}
    due_key, identity = asked.after
    same = {"due_key": due_key, "_id": {"$gt": identity}}
    return {"$or": [{"due_key": {"$gt": due_key}}, same]}


def _without_doer(asked: Filter) -> Document:
    left = {"assignee_id": {"$in": list(asked.without_doer or ())}}
    nobody = {"assignee_id": None, "role": {"$not": {"$in": [role.value for role in TeamRole]}}}
    return {"finished": False, "$or": [left, nobody]}
