"""What every service answers over HTTP: problems, sign-in, versions, idempotent repeats."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI
from kontor_chassis.http import Role, create_app, etag, if_match, once, require
from kontor_chassis.mongo import Database
from kontor_chassis.testing import token_of
from kontor_chassis.tokens import Caller, KeyRing
from kontor_chassis.transaction import Once, Transaction, Transactions
from kontor_contracts.errors import (
    FieldError,
    InvalidInputError,
    NotYetKnownError,
    StaleVersionError,
)
from pydantic import BaseModel, PositiveInt
from starlette.responses import JSONResponse


class Thing(BaseModel):
    name: str
    size: PositiveInt = 1


@pytest.fixture
def app(key_ring: KeyRing, transactions: Transactions, store_database: Database) -> FastAPI:
    app = create_app("test", keys=key_ring)

    @app.post("/things")
    async def create(
        thing: Thing,
        _caller: Annotated[Caller, Depends(require(Role.SALES))],
        key: Annotated[Once | None, Depends(once(Thing))],
    ) -> Thing:
        async def work(tx: Transaction) -> Thing:
            await store_database["things"].insert_one(thing.model_dump(), session=tx.session)
            return thing

        return await transactions.run(work, once=key)

    @app.put("/things/1")
    async def change(seen: Annotated[int | None, Depends(if_match)]) -> JSONResponse:
        if seen != 3:
            raise StaleVersionError("somebody else changed it", current_version=3)
        return JSONResponse({}, headers=etag(4))

    @app.get("/refused")
    async def refused() -> None:
        raise InvalidInputError(
            "two are wrong", fields=[FieldError("a", "x", "A"), FieldError("b", "y", "B")]
        )

    @app.get("/early")
    async def early() -> None:
        raise NotYetKnownError("the party is not known here yet")

    @app.get("/broken")
    async def broken() -> None:
        raise ZeroDivisionError

    @app.get("/outage")
    async def outage() -> None:
        raise ConnectionRefusedError

    return app


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def _as(*roles: str, seconds: int = 300) -> dict[str, str]:
    """Signed now: a token made while tests are collected may have expired when they run."""
    return {"Authorization": f"Bearer {token_of(*roles, seconds=seconds)}"}


async def test_every_wrong_field_is_named_at_once(http: httpx.AsyncClient) -> None:
    answer = await http.post("/things", json={"size": 0}, headers=_as("sales"))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [field["field"] for field in answer.json()["fields"]] == ["name", "size"]


async def test_a_broken_rule_answers_its_code_and_fields(http: httpx.AsyncClient) -> None:
    problem = (await http.get("/refused")).json()
    assert (problem["code"], problem["status"]) == ("invalid-input", 422)
    assert [field["code"] for field in problem["fields"]] == ["x", "y"]


@pytest.mark.parametrize(
    ("signed_in", "status"),
    [
        (dict, 401),
        (lambda: {"Authorization": "Bearer nonsense"}, 401),
        (lambda: _as("sales", seconds=-60), 401),
        (lambda: _as("support"), 403),
        (lambda: _as("sales"), 200),
        (lambda: _as("admin"), 200),
    ],
    ids=["no token", "nonsense", "expired", "other role", "right role", "admin"],
)
async def test_a_route_is_open_to_its_roles_only(
    http: httpx.AsyncClient, signed_in: Callable[[], dict[str, str]], status: int
) -> None:
    answer = await http.post("/things", json={"name": "a"}, headers=signed_in())
    assert answer.status_code == status


async def test_a_token_with_a_forged_signature_is_refused(http: httpx.AsyncClient) -> None:
    head, body, signature = token_of("admin").split(".")
    forged = f"{head}.{body}.{signature[::-1]}"
    answer = await http.post(
        "/things", json={"name": "a"}, headers={"Authorization": f"Bearer {forged}"}
    )
    assert answer.status_code == 401


async def test_the_second_of_two_editors_is_told_the_current_version(
    http: httpx.AsyncClient,
) -> None:
    stale = await http.put("/things/1", headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.headers["ETag"]) == (412, '"3"')
    current = await http.put("/things/1", headers={"If-Match": '"3"'})
    assert (current.status_code, current.headers["ETag"]) == (200, '"4"')
    nonsense = await http.put("/things/1", headers={"If-Match": "yesterday"})
    assert nonsense.status_code == 422


async def test_a_call_repeated_with_its_key_has_one_effect_and_the_same_answer(
    http: httpx.AsyncClient, store_database: Database
) -> None:
    headers = _as("sales") | {"Idempotency-Key": "k1"}
    answers = [await http.post("/things", json={"name": "a"}, headers=headers) for _ in range(3)]
    assert {answer.text for answer in answers} == {'{"name":"a","size":1}'}
    assert await store_database["things"].count_documents({}) == 1
    other_body = await http.post("/things", json={"name": "b"}, headers=headers)
    assert (other_body.status_code, other_body.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_fact_that_has_not_arrived_asks_for_another_try(http: httpx.AsyncClient) -> None:
    answer = await http.get("/early")
    assert (answer.status_code, answer.json()["code"]) == (409, "not-yet-known")
    assert answer.headers["Retry-After"] == "1"


async def test_an_outage_is_no_fault_of_the_caller_and_a_fault_says_so(
    http: httpx.AsyncClient,
) -> None:
    assert (await http.get("/outage")).status_code == 503
    assert (await http.get("/broken")).json()["code"] == "internal-error"


async def test_health_and_metrics_need_no_token(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live")).status_code == 200
    assert (await http.get("/health/ready")).json() == {"status": "ready", "failing": []}
    assert "kontor_request_seconds" in (await http.get("/metrics")).text
