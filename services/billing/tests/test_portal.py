"""What a party's contacts read of billing: each right by itself, and nothing of others."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from kontor_billing.model.services import running
from kontor_chassis.testing import token_of
from kontor_contracts.billing.folder import (
    Folder,
    FolderLine,
    FolderState,
    LineKind,
    Pause,
    PriceChange,
)

TODAY = date(2026, 10, 15)
OWN = uuid4()


def line(number: int = 1, **fields: object) -> FolderLine:
    defaults: dict[str, object] = {
        "id": UUID(int=number),
        "kind": LineKind.RECURRING,
        "article": "DSL-100",
        "description": "Anschluss",
        "quantity": 1,
        "unit_price": "39.90",
        "start": date(2026, 1, 1),
    }
    return FolderLine.model_validate(defaults | fields)


def folder(*lines: FolderLine, state: FolderState = FolderState.ACTIVE) -> Folder:
    return Folder(
        id=UUID(int=7), version=1, party_id=OWN, number="01", title="Filiale", state=state,
        lines=lines,
    )  # fmt: skip


def ids(*lines: FolderLine, state: FolderState = FolderState.ACTIVE) -> list[int]:
    found = running([folder(*lines, state=state)], TODAY, currency="EUR", with_prices=True)
    return [one.id.int for one in found]


def test_services_are_the_lines_that_run_today() -> None:
    over = line(2, end=TODAY)
    later = line(3, start=date(2026, 10, 16))
    once = line(4, kind=LineKind.ONE_OFF)
    last_day = line(5, end=date(2026, 10, 16))
    assert ids(line(1), over, later, once, last_day) == [1, 5]


@pytest.mark.parametrize(
    ("state", "there"),
    [("draft", False), ("active", True), ("suspended", True), ("closed", False)],
)
def test_drafts_and_closed_folders_run_nothing(state: FolderState, there: bool) -> None:  # noqa: FBT001  # of the table
    assert ids(line(), state=FolderState(state)) == ([1] if there else [])


def test_a_price_is_that_of_today_and_told_only_where_asked() -> None:
    dearer = PriceChange(start=date(2026, 7, 1), unit_price=Decimal("44.90"))
    next_year = PriceChange(start=date(2027, 1, 1), unit_price=Decimal("49.90"))
    folders = [folder(line(prices=(dearer, next_year)))]
    (priced,) = running(folders, TODAY, currency="EUR", with_prices=True)
    assert priced.price
    assert priced.price.unit_price == Decimal("44.90")
    (plain,) = running(folders, TODAY, currency="EUR", with_prices=False)
    assert plain.price is None


def test_a_pause_of_the_line_or_the_folder_is_said() -> None:
    paused = line(pauses=(Pause(start=date(2026, 10, 1), end=None),))
    found = running([folder(paused)], TODAY, currency="EUR", with_prices=False)
    assert [one.paused for one in found] == [True]


async def test_without_the_right_to_invoices_no_amount_is_told(quiet_web: AsyncClient) -> None:
    rights = ["services", "tickets", "manage-contacts"]
    token = token_of("contact", party=str(OWN), rights=rights)
    headers = {"Authorization": f"Bearer {token}"}
    for path in ("/invoices", f"/parties/{OWN}/account", f"/parties/{OWN}/folders", "/runs"):
        assert (await quiet_web.get(path, headers=headers)).status_code == 403


async def test_with_the_right_a_contact_sees_its_own_party_alone(quiet_web: AsyncClient) -> None:
    token = token_of("contact", party=str(OWN), rights=["invoices", "services"])
    headers = {"Authorization": f"Bearer {token}"}
    other = {"party_id": str(uuid4())}
    assert (await quiet_web.get("/invoices", params=other, headers=headers)).json()["items"] == []
    assert (await quiet_web.get(f"/parties/{OWN}/account", headers=headers)).json() == []
    for path in (f"/parties/{uuid4()}/account", f"/parties/{uuid4()}/services"):
        assert (await quiet_web.get(path, headers=headers)).status_code == 404
    assert (await quiet_web.get(f"/invoices/{uuid4()}", headers=headers)).status_code == 403
