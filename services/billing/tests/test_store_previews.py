"""The preview: pages by account number, change against the month before, and consolidation."""

from decimal import Decimal

from httpx import AsyncClient
from kontor_billing.app import Parts
from kontor_billing.testing.issuing import issued, without_kafka
from kontor_billing.testing.records import a_folder, a_line, a_party
from kontor_billing.testing.seeding import Records, store
from kontor_contracts.billing.folder import FolderState
from kontor_contracts.customers.party import Party


async def test_a_preview_is_read_page_by_page_by_account_number(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    parties = [a_party(number=f"K-{number}") for number in range(5)]
    folders = [a_folder(party_id=one.id) for one in parties if one.number != "K-2"]
    await store(parts.billing, Records(parties=parties, folders=folders))
    pages, cursor = [], ""
    while cursor is not None:
        answer = await quiet_web.post(
            "/run-previews", json={"period": "2026-10"}, params={"limit": 2, "cursor": cursor}
        )
        page = answer.json()
        pages.append([one["account_number"] for one in page["invoices"]])
        assert page["totals"]["invoices"] == len(pages[-1])
        cursor = page["next_cursor"]
    assert pages == [["K-0", "K-1"], ["K-3"], ["K-4"]]


async def test_a_preview_marks_what_changed_since_the_month_before(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    billing = without_kafka(parts.billing)
    customers = {number: a_party(number=number) for number in ("dearer", "ended", "same", "new")}
    october = {"start": "2026-10-01", "unit_price": Decimal(100)}
    november = {"start": "2026-11-01", "unit_price": Decimal(21)}
    lines = {
        "dearer": [a_line(**october), a_line(**november)],
        "ended": [a_line(**october, end="2026-11-01")],
        "same": [a_line(**october)],
        "new": [a_line(**november)],
    }
    folders = [a_folder(*lines[key], party_id=party.id) for key, party in customers.items()]
    draft = {"number": "02", "state": FolderState.DRAFT}
    folders.append(a_folder(party_id=customers["new"].id, **draft))
    await issued(billing, Records(parties=list(customers.values()), folders=folders))

    async def previewed(**asked: object) -> dict[str, list[dict[str, object]]]:
        answer = await quiet_web.post("/run-previews", json={"period": "2026-11", **asked})
        found: dict[str, list[dict[str, object]]] = answer.json()
        return found

    preview = await previewed()
    assert {one["account_number"]: one["change"] for one in preview["invoices"]} == {
        "dearer": {"before": "100.00", "percent": "21.0", "notable": True},
        "same": {"before": "100.00", "percent": "0.0", "notable": False},
        "new": {"before": "0.00", "percent": None, "notable": False},
    }
    missing = [
        (one["account_number"], one["folder"], one["reason"], one["before"])
        for one in preview["not_billed"]
    ]
    assert missing == [
        ("ended", "01", "nothing-due", "100.00"),
        ("new", "02", "draft", "0.00"),
    ]
    (dearer, *_) = (await previewed(notable_percent=25))["invoices"]
    assert dearer["change"] == {"before": "100.00", "percent": "21.0", "notable": False}
    await issued(billing, month="2026-11")
    after_run = [one["account_number"] for one in (await previewed())["not_billed"]]
    assert after_run == ["ended", "new"]


async def test_consolidation_switched_in_a_period_acts_from_the_next_run_on(parts: Parts) -> None:
    billing = without_kafka(parts.billing)
    party = a_party()
    folders = [a_folder(party_id=party.id, number=number) for number in ("01", "02")]
    assert len(await issued(billing, Records(parties=[party], folders=folders))) == 2
    switched = Party.model_validate(
        party.model_dump() | {"consolidate_invoices": True, "version": 2}
    )
    await store(billing, Records(parties=[switched]))
    assert len(await issued(billing)) == 2, "October is as it was issued"
    assert await issued(billing, again=True) == [], "and nothing of it is billed again"
    (november,) = await issued(billing, month="2026-11")
    assert len(november.sections) == 2


async def test_a_preview_shows_folders_splits_and_reasons_over_http(
    parts: Parts, quiet_web: AsyncClient
) -> None:
    party, silent = a_party(), a_party(contacts=())
    numbers = ((party, "01"), (party, "02"), (silent, "01"))
    folders = [a_folder(party_id=one.id, number=number) for one, number in numbers]
    await store(parts.billing, Records(parties=[party, silent], folders=folders))
    preview = (await quiet_web.post("/run-previews", json={"period": "2026-10"})).json()
    invoices = [one for one in preview["invoices"] if one["account_number"] == party.number]
    assert [(one["folders"], one["splits"]) for one in invoices] == [
        (["01"], [{"reason": "not-consolidated", "value": "01"}]),
        (["02"], [{"reason": "not-consolidated", "value": "02"}]),
    ]
    left_out = [(one["account_number"], one["code"]) for one in preview["left_out"]]
    assert (silent.number, "no-recipient") in left_out


async def test_without_a_token_there_is_nothing_to_see(quiet_web: AsyncClient) -> None:
    answer = await quiet_web.get("/runs", headers={"Authorization": ""})
    assert answer.status_code == 401
