"""Errors as problem details (RFC 9457): every wrong field named at once, and what to do next."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from kontor_contracts.errors import (
    DomainError,
    FieldError,
    NotSignedInError,
    NotYetKnownError,
    StaleVersionError,
)
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from kontor_chassis.logs import log
from kontor_chassis.outages import is_outage

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = "1"


class ProblemField(BaseModel):
    """One wrong field of the request."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """The body of every answer that is an error; `code` is stable, the texts are for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    fields: list[ProblemField] = []


def install(app: FastAPI) -> None:
    """Answer every error that leaves a route of `app` as a problem."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _domain_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)  # noqa: S101  # how it is registered
    return _answer(
        error.status, error.code, detail=str(error), fields=error.fields, headers=_headers(error)
    )


def _headers(error: DomainError) -> dict[str, str]:
    match error:
        case StaleVersionError():
            return {"ETag": f'"{error.current_version}"'}
        case NotYetKnownError():
            return {"Retry-After": RETRY_SECONDS}
        case NotSignedInError():
            return {"WWW-Authenticate": "Bearer"}
    return {}


async def _invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # how it is registered
    fields = [
        FieldError(_path(one["loc"]), one["type"].replace("_", "-"), one["msg"])
        for one in error.errors()
    ]
    return _answer(422, "invalid-input", detail="The request has wrong fields.", fields=fields)


def _path(location: Sequence[object]) -> str:
    parts = [str(part) for part in location]
    return ".".join(parts[1:] if parts[:1] == ["body"] else parts)


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # how it is registered
    headers = dict(error.headers or {})
    return _answer(error.status_code, f"http-{error.status_code}", str(error.detail), (), headers)


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    if is_outage(error):
        detail = "A part that this service needs does not answer. Try again shortly."
        return _answer(503, "unavailable", detail, headers={"Retry-After": RETRY_SECONDS})
    log.error("request-failed", exc_info=error)
    return _answer(500, "internal-error", "This is our fault; the log has the trace.")


def _answer(
    status: int,
    code: str,
    detail: str = "",
    fields: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    problem = Problem(
        type=f"urn:kontor:problem:{code}",
        title=code.replace("-", " ").capitalize(),
        status=status,
        code=code,
        detail=detail,
        fields=[
            ProblemField(field=one.field, code=one.code, message=one.message) for one in fields
        ],
    )
    return JSONResponse(
        problem.model_dump(), status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )
