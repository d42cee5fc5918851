"""The services' HTTP APIs, called in the name of a person; refusals become exceptions."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypedDict, TypeVar, Unpack

import httpx
from kontor_contracts.values import Value
from pydantic import BaseModel, JsonValue, TypeAdapter

from kontor_web.settings import Service, WebSettings

ModelT = TypeVar("ModelT", bound=BaseModel)
ItemT = TypeVar("ItemT")
Json = Mapping[str, JsonValue]
Parameters = Mapping[str, str]
#: Seconds for which a page waits while the fact of a record is on its way between two services.
PATIENCE = 10
_json: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class WrongField(Value):
    field: str
    code: str
    message: str = ""


class Problem(Value):
    """Problem details (RFC 9457) as our services write them."""

    status: int
    code: str = ""
    detail: str = ""
    fields: tuple[WrongField, ...] = ()


class Items(BaseModel, Generic[ItemT]):
    """A page of a list."""

    items: list[ItemT]
    next_cursor: str | None = None


class RefusedError(Exception):
    """A service refused the request."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail or problem.code)
        self.problem = problem


class UnreachableError(Exception):
    """A service does not answer, or not now."""


class Options(TypedDict, total=False):
    """What httpx calls them."""

    params: Parameters
    headers: Mapping[str, str]
    json: Json
    content: bytes


@dataclass(frozen=True)
class Services:
    client: httpx.AsyncClient
    settings: WebSettings

    async def send(
        self, method: str, service: Service, path: str, **options: Unpack[Options]
    ) -> httpx.Response:
        """The successful answer; RefusedError or UnreachableError otherwise."""
        url = self.settings.url_of(service) + path
        try:
            response = await self._patiently(method, url, options)
        except httpx.TransportError as error:
            raise UnreachableError(service) from error
        return _successful(response, service)

    async def _patiently(self, method: str, url: str, options: Options) -> httpx.Response:
        """Ask again while a record is not yet known there; such an answer has changed nothing."""
        end = time.monotonic() + PATIENCE
        while True:
            response = await self.client.request(method, url, **options)
            pause = _pause(response)
            if pause is None or time.monotonic() + pause > end:
                return response
            await asyncio.sleep(pause)

    @asynccontextmanager
    async def streamed(
        self, service: Service, path: str, **options: Unpack[Options]
    ) -> AsyncIterator[httpx.Response]:
        """The successful answer, to be read piece by piece."""
        url = self.settings.url_of(service) + path
        try:
            async with self.client.stream("GET", url, **options) as response:
                if not response.is_success:
                    await response.aread()
                yield _successful(response, service)
        except httpx.TransportError as error:
            raise UnreachableError(service) from error


def _pause(response: httpx.Response) -> float | None:
    """Seconds to wait before asking again; None: the answer is final."""
    after = response.headers.get("Retry-After", "")
    conflicts = response.status_code == httpx.codes.CONFLICT
    return float(after) if conflicts and after.isdecimal() else None


def _successful(response: httpx.Response, service: Service) -> httpx.Response:
    if response.is_success:
        return response
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise UnreachableError(service)
    if "json" not in response.headers.get("Content-Type", ""):
        raise RefusedError(Problem(status=response.status_code))
    raise RefusedError(Problem.model_validate_json(response.content))


@dataclass(frozen=True)
class Seen(Generic[ItemT]):
    """A record and the version of it that a later write names."""

    record: ItemT
    version: int


def seen(response: httpx.Response, model: type[ModelT]) -> Seen[ModelT]:
    return Seen(model.model_validate_json(response.content), version_of(response))


def seen_json(response: httpx.Response) -> Seen[dict[str, JsonValue]]:
    return Seen(_json.validate_json(response.content), version_of(response))


def version_of(response: httpx.Response) -> int:
    """The version in the ETag; 0 without one."""
    text = response.headers.get("ETag", "").strip('"')
    return int(text) if text.isdecimal() else 0
