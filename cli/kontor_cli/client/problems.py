"""What can go wrong with a request, in the services' own words."""

import httpx
from kontor_contracts.values import Value
from pydantic import ValidationError


class ProblemField(Value):
    """One wrong field of the request."""

    field: str
    code: str
    message: str


class Problem(Value):
    """Problem details (RFC 9457)."""

    title: str
    status: int
    code: str = ""
    detail: str = ""
    fields: tuple[ProblemField, ...] = ()


class RequestRefusedError(Exception):
    """A service answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail or problem.title)
        self.problem = problem


class ServiceUnreachableError(Exception):
    """Nothing answers at a service's address, or it broke off."""


def raise_for_problem(response: httpx.Response) -> None:
    """Raise RequestRefusedError unless the answer is a success; the body must have been read."""
    if response.is_success:
        return
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        title = response.reason_phrase or "No success"
        problem = Problem(title=title, status=response.status_code, detail=response.text[:500])
    raise RequestRefusedError(problem)
