"""Copies of other services' aggregates: replaced whole, and never by an older version."""

from pydantic import BaseModel
from pymongo import UpdateOne

from kontor_chassis.mongo import to_document


def replace_newer(model: BaseModel, *, key: object = None) -> UpdateOne:
    """An upsert for `bulk_write`: keeps what is stored when its `version` is the same or newer.

    `key` is the `_id` where the model has no `id` of its own.
    """
    document = to_document(model)
    if key is not None:
        document["_id"] = key
    newer = {"$gt": [document["version"], {"$ifNull": ["$version", -1]}]}
    return UpdateOne(
        {"_id": document["_id"]},
        [{"$replaceWith": {"$cond": [newer, {"$literal": document}, "$$ROOT"]}}],
        upsert=True,
    )
