"""Requests in the name of one person: signed in, patient, and with problems as exceptions."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self, TypedDict, TypeVar, Unpack

import httpx
from kontor_contracts.values import Value
from pydantic import BaseModel

from kontor_cli.client.access import Access
from kontor_cli.client.problems import ServiceUnreachableError, raise_for_problem
from kontor_cli.settings import Service, Settings

ModelT = TypeVar("ModelT", bound=BaseModel)
Parameters = Mapping[str, str | int | bool]


class RequestOptions(TypedDict, total=False):
    """What httpx calls them."""

    params: Parameters
    headers: Mapping[str, str]
    json: object
    content: bytes


TIMEOUT = httpx.Timeout(60, connect=5)
PAGE_SIZE = 500
#: Answers that mean *not now* when they carry Retry-After in seconds.
NOT_NOW = (409, 429, 503)
#: A service that has just started may not know the key of our token yet.
UNKNOWN_KEY, UNKNOWN_KEY_PAUSE, UNKNOWN_KEY_PATIENCE = 401, 0.5, 10.0


class PageBody(Value):
    items: list[dict[str, object]]
    next_cursor: str | None = None


class Session:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = httpx.Client(timeout=TIMEOUT)
        self._access = Access(settings, self._http)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.close()

    def get(self, service: Service, path: str, answer: type[ModelT], **parameters: str) -> ModelT:
        response = self.send("GET", service, path, params=parameters)
        return answer.model_validate_json(response.content)

    def post(self, service: Service, path: str, answer: type[ModelT], body: object) -> ModelT:
        response = self.send("POST", service, path, json=body)
        return answer.model_validate_json(response.content)

    def pages(
        self, service: Service, path: str, item: type[ModelT], **parameters: str
    ) -> Iterator[ModelT]:
        """Every item of a list, page after page."""
        asked: dict[str, str | int | bool] = {**parameters, "limit": PAGE_SIZE}
        while True:
            response = self.send("GET", service, path, params=asked)
            page = PageBody.model_validate_json(response.content)
            yield from (item.model_validate(one) for one in page.items)
            if page.next_cursor is None:
                return
            asked["cursor"] = page.next_cursor

    def send(
        self, method: str, service: Service, path: str, **options: Unpack[RequestOptions]
    ) -> httpx.Response:
        """The successful answer; RequestRefusedError or ServiceUnreachableError otherwise."""
        request = self._http.build_request(method, self._url(service, path), **options)
        with self._answered(request, service) as response:
            response.read()
            return response

    @contextlib.contextmanager
    def streamed(
        self, method: str, service: Service, path: str, **options: Unpack[RequestOptions]
    ) -> Iterator[httpx.Response]:
        """The successful answer, which can be read while the service still works on it."""
        request = self._http.build_request(method, self._url(service, path), **options)
        with self._answered(request, service) as response:
            yield response

    def _url(self, service: Service, path: str) -> str:
        return f"{self._settings.urls[service]}{path}"

    @contextlib.contextmanager
    def _answered(self, request: httpx.Request, service: Service) -> Iterator[httpx.Response]:
        try:
            response = self._patiently(request)
            with contextlib.closing(response):
                if not response.is_success:
                    response.read()
                raise_for_problem(response)
                yield response
        except httpx.TransportError as error:
            raise _unreachable(service, error) from error

    def _patiently(self, request: httpx.Request) -> httpx.Response:
        """Repeat while the service asks for a moment's patience and ours lasts."""
        started = time.monotonic()
        while True:
            request.headers.update(self._access.header())
            response = self._http.send(request, stream=True)
            pause = _pause(response)
            waited = time.monotonic() - started
            if pause is None or waited > self._patience(response):
                return response
            response.close()
            time.sleep(pause)

    def _patience(self, response: httpx.Response) -> float:
        if response.status_code == UNKNOWN_KEY:
            self._access.forget()
            return min(self._settings.patience, UNKNOWN_KEY_PATIENCE)
        return self._settings.patience


def _pause(response: httpx.Response) -> float | None:
    """Seconds to wait before asking again; None: the answer is final."""
    if response.status_code == UNKNOWN_KEY:
        return UNKNOWN_KEY_PAUSE
    after = response.headers.get("Retry-After", "")
    if response.status_code in NOT_NOW and after.isdigit():
        return float(after)
    return None


def _unreachable(service: Service, error: httpx.TransportError) -> ServiceUnreachableError:
    request = error.request
    return ServiceUnreachableError(
        f"The {service} service at {request.url.copy_with(path='', query=None)} does not answer: "
        f"{str(error) or type(error).__name__}"
    )
