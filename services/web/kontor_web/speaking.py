"""Asking the services in somebody's name: reads, lists, writes."""

from dataclasses import dataclass

import httpx
from pydantic import JsonValue

from kontor_web.services import (
    Items,
    Json,
    ModelT,
    Options,
    Parameters,
    Seen,
    Services,
    seen,
    seen_json,
)
from kontor_web.settings import Service


@dataclass(frozen=True)
class Voice:
    """Somebody signed in, in whose name the services are asked."""

    services: Services
    token: str

    async def read(self, service: Service, path: str, model: type[ModelT]) -> Seen[ModelT]:
        return seen(await self._send("GET", service, path), model)

    async def read_json(self, service: Service, path: str) -> Seen[dict[str, JsonValue]]:
        return seen_json(await self._send("GET", service, path))

    async def ask(self, service: Service, path: str, model: type[ModelT], **params: str) -> ModelT:
        answer = await self._send("GET", service, path, params=params)
        return model.model_validate_json(answer.content)

    async def ask_by_post(
        self, service: Service, path: str, model: type[ModelT], body: Json, **params: str
    ) -> ModelT:
        """A question that is too long for an address; it changes nothing."""
        answer = await self._send("POST", service, path, params=params, json=body)
        return model.model_validate_json(answer.content)

    async def fetch(self, service: Service, path: str) -> httpx.Response:
        return await self._send("GET", service, path)

    async def list(
        self, service: Service, path: str, item: type[ModelT], **params: str
    ) -> Items[ModelT]:
        answer = await self._send("GET", service, path, params=params)
        page: type[Items[ModelT]] = Items[item]  # type: ignore[valid-type]  # made at run time
        return page.model_validate_json(answer.content)

    async def create(
        self, service: Service, path: str, body: Json, *, once: str = ""
    ) -> httpx.Response:
        """POST; `once` keeps a form that is sent twice from having its effect twice."""
        headers = {"Idempotency-Key": once} if once else {}
        return await self._send("POST", service, path, json=body, headers=headers)

    async def upload(self, service: Service, path: str, content: bytes) -> httpx.Response:
        """POST of a file as it is."""
        headers = self.authorization()
        return await self.services.send("POST", service, path, headers=headers, content=content)

    async def replace(
        self, service: Service, path: str, body: Json, *, version: int
    ) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'}
        return await self._send("PUT", service, path, json=body, headers=headers)

    async def act(self, service: Service, path: str, body: Json, *, version: int) -> httpx.Response:
        """POST on the version that was seen."""
        headers = {"If-Match": f'"{version}"'}
        return await self._send("POST", service, path, json=body, headers=headers)

    async def remove(self, service: Service, path: str, *, version: int | None = None) -> None:
        """DELETE; with a version only the record as it was seen."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        await self._send("DELETE", service, path, headers=headers)

    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def _send(  # noqa: PLR0913  # what a request is made of
        self,
        method: str,
        service: Service,
        path: str,
        *,
        params: Parameters | None = None,
        headers: Parameters | None = None,
        json: Json | None = None,
    ) -> httpx.Response:
        options: Options = {"headers": {**(headers or {}), **self.authorization()}}
        if params:
            options["params"] = {name: value for name, value in params.items() if value}
        if json is not None:
            options["json"] = json
        return await self.services.send(method, service, path, **options)
