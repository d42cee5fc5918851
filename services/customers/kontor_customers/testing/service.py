"""The whole service on real parts, with a first admin, for tests through its doors."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from kontor_chassis.import_report import Finished, Refused, ReportLine
from kontor_contracts.event import Event
from kontor_contracts.topic import Topic
from pydantic import TypeAdapter

from kontor_customers import passwords
from kontor_customers.app import Parts, connected, http, prepare_sign_in
from kontor_customers.settings import CustomersSettings
from kontor_customers.usecases.functions import ensure_functions

Json = dict[str, Any]
#: The facts about one aggregate, once everything is published.
FactsAbout = Callable[[Topic, str], Awaitable[list[Event]]]

ADMIN = {"email": "admin@example.com", "password": "correct horse battery"}


@pytest.fixture(scope="module")
async def standing(
    settings_of_module: Callable[..., CustomersSettings],
) -> AsyncIterator[tuple[Parts, FastAPI]]:
    """The service as built once for all tests of a module."""
    settings = settings_of_module(
        CustomersSettings, admin_email=ADMIN["email"], admin_password=ADMIN["password"]
    )
    async with connected(settings) as made:
        yield made, http(made)


@pytest.fixture(scope="module", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 with the least work: nearly every test signs somebody in."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_hasher", quick)
        yield


@pytest.fixture
async def parts(
    standing: tuple[Parts, FastAPI],
    database: str,  # noqa: ARG001  # which empties it after the test
) -> Parts:
    """What the service stands on at its first start."""
    made, _ = standing
    await made.books.account_numbers.ensure()
    await made.books.mandate_references.ensure()
    await ensure_functions(made.books)
    await prepare_sign_in(made)
    return made


@pytest.fixture
async def door(
    standing: tuple[Parts, FastAPI],
    parts: Parts,  # noqa: ARG001  # whose records it needs
) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP without a token."""
    transport = httpx.ASGITransport(standing[1])
    async with httpx.AsyncClient(transport=transport, base_url="http://customers") as client:
        yield client


@pytest.fixture
async def admin(door: httpx.AsyncClient) -> httpx.AsyncClient:
    """HTTP as the first admin."""
    token = (await door.post("/token", json=ADMIN)).json()["access_token"]
    door.headers["Authorization"] = f"Bearer {token}"
    return door


async def signed_in(admin: httpx.AsyncClient, name: str, *roles: str) -> dict[str, str]:
    """The headers of a new team member."""
    credentials = {"email": f"{name.casefold()}@example.com", "password": "a long enough one"}
    member = {"name": name, "roles": list(roles), **credentials}
    (await admin.post("/team", json=member)).raise_for_status()
    token = (await admin.post("/token", json=credentials)).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


async def created(admin: httpx.AsyncClient, kind: str = "customers", **fields: object) -> Json:
    """A new party, as the service answers it."""
    answer = await admin.post(f"/{kind}", json={"name": "Glaserei Kranz", **fields})
    party: Json = answer.raise_for_status().json()
    return party


async def imported(
    admin: httpx.AsyncClient, kind: str, text: str, *, encoding: str = "utf-8", **params: str | bool
) -> list[ReportLine]:
    """What the import of the file reported."""
    answer = await admin.post(f"/imports/{kind}", params=params, content=text.encode(encoding))
    lines = answer.raise_for_status().text.splitlines()
    report: TypeAdapter[ReportLine] = TypeAdapter(ReportLine)
    return [report.validate_json(line) for line in lines]


def refused(lines: list[ReportLine]) -> list[Refused]:
    """The wrong cells of the report."""
    return [line for line in lines if isinstance(line, Refused)]


def finished(created: int = 0, updated: int = 0, unchanged: int = 0, refused: int = 0) -> Finished:
    """The last line of a report."""
    return Finished(created=created, updated=updated, unchanged=unchanged, refused=refused)
