"""Standard installations as people keep them: templates that folders name by their key."""

from typing import Annotated

from kontor_contracts.billing.installation import Installation, InstallationPhase
from kontor_contracts.errors import FieldError, InvalidInputError
from pydantic import Field, ValidationError

from kontor_billing.model.entered import FilledText, Strict


class InstallationFields(Strict):
    """What a caller says about a template."""

    title: FilledText
    phases: Annotated[tuple[InstallationPhase, ...], Field(min_length=1, max_length=100)]


def template_of(key: str, version: int, fields: InstallationFields) -> Installation:
    """InvalidInputError when a key is there twice, or a task waits for what is not before it."""
    if not any(phase.tasks for phase in fields.phases):
        wrong = FieldError("phases", "no-tasks", "an installation has at least one task")
        raise InvalidInputError("the installation asks nobody for anything", fields=[wrong])
    try:
        return Installation(key=key, version=version, title=fields.title, phases=fields.phases)
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        wrong = FieldError("phases", "not-in-order", message)
        raise InvalidInputError("the phases do not fit together", fields=[wrong]) from error
