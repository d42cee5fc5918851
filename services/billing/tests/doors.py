"""What people and programs send through the HTTP door, and how long they wait for it."""

import json

from httpx import AsyncClient, Response
from kontor_contracts.customers.party import Party
from kontor_local.testing import eventually

FOLDERS = "number;folder;title;state;payment_method;payment_reference\n"
LINES = "number;folder;line;kind;description;quantity;unit_price;start;billed_until\n"

USAGE_LINES = (
    "number;folder;line;kind;description;unit_price;start;"
    "usage_kind;usage_unit;usage_per;usage_included;usage_cap;usage_destination\n"
)
#: The first test waits until the consumers have joined their group.
PATIENCE = 60


async def imported(
    web: AsyncClient, kind: str, text: str, *, dry_run: bool = False
) -> list[dict[str, object]]:
    """The report's lines; waits like the command line does while parties are on their way."""

    async def answered() -> Response | None:
        path, query = f"/imports/{kind}", {"dry_run": dry_run}
        answer = await web.post(path, content=text.encode(), params=query)
        if answer.status_code == 409:
            assert answer.json()["code"] == "not-yet-known"
            return None
        return answer

    answer = await eventually(answered, timeout=PATIENCE)
    assert answer
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def finished(web: AsyncClient, kind: str, text: str) -> dict[str, object]:
    report = await imported(web, kind, text)
    assert [line for line in report if line["kind"] == "refused"] == []
    return {name: count for name, count in report[-1].items() if count and name != "kind"}


async def completed_run(web: AsyncClient) -> str:
    """The id of a run that billed whatever was unbilled."""
    answer = await web.post("/runs", json={"period": "2026-10", "again": True})
    assert answer.status_code == 202, answer.text
    run_id: str = answer.json()["id"]

    async def completed() -> bool:
        return (await web.get(f"/runs/{run_id}")).json()["state"] == "completed"

    await eventually(completed, timeout=PATIENCE)
    return run_id


def a_folder_row(party: Party, folder: str = "01", payment: str = ";") -> str:
    return f"{party.number};{folder};Zentrale;active;{payment}\n"


def a_line_row(party: Party, folder: str = "01", price: str = "29.90") -> str:
    return f"{party.number};{folder};a;recurring;Glasfaser;1;{price};2026-10-01;\n"
