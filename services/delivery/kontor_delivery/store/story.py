"""The story of a delivery, kept in its row: each change adds a step."""

from kontor_chassis.clock import now
from kontor_chassis.mongo import Document
from pydantic import BaseModel

from kontor_delivery.model.delivery import Delivery
from kontor_delivery.model.story import KEPT_STEPS, Step


def first_step(delivery: Delivery) -> Document:
    return {"story": [Step.of(delivery, now()).model_dump()]}


def told(row: BaseModel) -> Document:
    """What an update adds to the story; nothing for rows that have none."""
    if not isinstance(row, Delivery):
        return {}
    return one_more(Step.of(row, now()))


def one_more(step: Step) -> Document:
    return {"$push": {"story": {"$each": [step.model_dump()], "$slice": -KEPT_STEPS}}}
