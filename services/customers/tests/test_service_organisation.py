"""The own organisation through HTTP: number patterns, languages, logo, history."""

from io import BytesIO

import httpx
import pytest
from kontor_contracts.customers.organisation import OrganisationLogoChanged
from kontor_contracts.topics import CUSTOMERS_ORGANISATION
from kontor_customers.testing.records import own_organisation
from kontor_customers.testing.service import FactsAbout, created
from PIL import Image


def an_image() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(file, "PNG")
    return file.getvalue()


async def test_account_numbers_follow_the_organisations_pattern(admin: httpx.AsyncClient) -> None:
    assert (await created(admin))["number"] == "K-000001"
    await admin.put("/organisation", json=own_organisation(account_number_pattern="D{number:04}"))
    assert (await created(admin))["number"] == "D0002"


@pytest.mark.parametrize(
    "pattern",
    ["", "K-", "{number}{number}", "{number:99999999}", "{number.__class__}", "K {number}", "{x}"],
)
async def test_a_pattern_that_gives_no_number_is_refused(
    admin: httpx.AsyncClient, pattern: str
) -> None:
    fields = {
        "account_number_pattern": pattern,
        "mandate_reference_pattern": pattern,
        "invoice_number_pattern": pattern.replace(" ", "\t"),
    }
    answer = await admin.put("/organisation", json=own_organisation(**fields))
    assert {one["field"] for one in answer.json()["fields"]} == set(fields)


async def test_the_own_language_is_one_of_those_offered(admin: httpx.AsyncClient) -> None:
    body = own_organisation(language="fr", languages=["de", "en"])
    answer = await admin.put("/organisation", json=body)
    assert [one["code"] for one in answer.json()["fields"]] == ["own-language-missing"]


async def test_the_logo_is_set_shown_published_and_removed(
    admin: httpx.AsyncClient, facts_about: FactsAbout
) -> None:
    path, image = "/organisation/logo", an_image()
    assert (await admin.put(path, content=image)).status_code == 404
    await admin.put("/organisation", json=own_organisation())
    stale = await admin.put(path, content=image, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    done = await admin.put(path, content=image, headers={"If-Match": '"1"'})
    assert done.json()["logo_sha256"]
    shown = await admin.get(path)
    assert (shown.content, shown.headers["content-type"]) == (image, "image/png")
    saved = await admin.put("/organisation", json=done.json(), headers={"If-Match": '"2"'})
    assert saved.headers["etag"] == '"2"', "what was read can be sent back"
    gone = await admin.delete(path, headers={"If-Match": '"2"'})
    assert gone.json()["logo_sha256"] == ""
    assert (await admin.get(path)).status_code == 404
    facts = await facts_about(CUSTOMERS_ORGANISATION, "logo")
    images = [fact.image for fact in facts if isinstance(fact, OrganisationLogoChanged)]
    assert images == [image, b""]


async def test_a_file_that_is_no_image_or_too_large_is_no_logo(admin: httpx.AsyncClient) -> None:
    await admin.put("/organisation", json=own_organisation())
    seen = {"If-Match": '"1"', "Content-Type": "image/png"}
    for content, code in ((b"<svg/>", "svg"), (b"BM, by its first bytes", "no-image")):
        answer = await admin.put("/organisation/logo", content=content, headers=seen)
        assert [one["code"] for one in answer.json()["fields"]] == [code]
    heavy = await admin.put("/organisation/logo", content=b"x" * 300_000, headers=seen)
    assert heavy.status_code == 413


async def test_the_organisations_history_is_readable(admin: httpx.AsyncClient) -> None:
    await admin.put("/organisation", json=own_organisation())
    renamed = own_organisation(name="Andernetz")
    await admin.put("/organisation", json=renamed, headers={"If-Match": '"1"'})
    latest, first = (await admin.get("/organisation/history")).json()["items"]
    assert latest["changes"] == [{"field": "name", "before": "Beispielnetz", "after": "Andernetz"}]
    assert "DE…3000" in str(first)
