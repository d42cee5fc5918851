"""Work that takes a while: its progress is seen, it survives a reload, and ends by itself."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from kontor_cli.settings import Service
from kontor_local.testing.browser import Desk
from kontor_local.testing.everything import Everything
from kontor_local.testing.office import PERIOD, Billed, Office
from kontor_local.testing.pages import followed, saved, shown_at_last
from playwright.async_api import Page, expect

MONTH = "Oktober 2026"
IBAN = "DE89370400440532013000"
WORKERS = ("billing-worker-1", "billing-worker-2")


@contextmanager
def standing_still(whole: Everything) -> Iterator[None]:
    """Nobody works at runs and files meanwhile."""
    workers = [whole.supervisor.child(name) for name in WORKERS]
    for one in workers:
        one.send(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in workers:
            one.send(signal.SIGCONT)


def with_debtor(whole: Everything) -> Office:
    """A customer of two invoices, whose mandate is good for one debit alone."""
    office = Office(whole)
    office.configure()
    payer = office.enter_billable("Einmal GmbH", "kasse@einmal.example")
    mandate = {"signed_on": "2026-10-01", "type": "one-off"}
    office.set_payment(payer, "sepa-debit", accounts=[{"iban": IBAN}], mandates=[mandate])
    for number in ("01", "02"):
        office.open_folder(payer, number, "49.90")
    office.published(Service.CUSTOMERS)
    return office


async def test_a_run_and_a_file_for_the_bank_show_how_far_they_are_until_they_are_done(
    page: Page, desk: Desk, whole: Everything
) -> None:
    with_debtor(whole)
    await page.goto("/runs")
    await page.get_by_label("Monat").fill(PERIOD)
    await followed(page, page.get_by_role("button", name="Vorschau"))
    await page.get_by_label("Auch wenn der Monat").check()
    with standing_still(whole):
        await saved(page, "Lauf starten")
        await goes_on(page, "Teilen erledigt")
        await whose_session_ended(desk, page.url)
    await expect(page.get_by_text("Fertig", exact=True)).to_be_visible()
    await followed(page, page.get_by_role("link", name="Lastschriften dieses Laufs"))
    with standing_still(whole):
        await saved(page, "Datei erstellen")
        await goes_on(page, "1 Lastschrift, 1 nicht enthalten")
    await expect(page.get_by_role("link", name="Datei herunterladen")).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_count(0)


async def goes_on(page: Page, counted: str) -> None:
    """Before and after a reload the page says how far the work is."""
    for _ in range(2):
        await expect(page.get_by_role("progressbar")).to_be_visible()
        await expect(page.get_by_role("main")).to_contain_text(counted)
        await page.reload()


async def whose_session_ended(desk: Desk, path: str) -> None:
    """Whoever only watches is told so: by the sign-in, which leads back."""
    context = await desk.context()
    watching = await context.new_page()
    await desk.sign_in(watching)
    await watching.goto(path)
    await expect(watching.get_by_role("progressbar")).to_be_visible()
    await context.clear_cookies()
    await expect(watching.get_by_label("Passwort")).to_be_visible()
    assert urlsplit(watching.url).query == f"next={urlsplit(path).path}"
    await context.close()


async def test_without_javascript_a_file_is_made_read_with_its_reasons_handed_in_and_confirmed(
    desk: Desk, whole: Everything
) -> None:
    billed: Billed = with_debtor(whole).bill()
    context = await desk.context(scripts=False)
    page = await context.new_page()
    await desk.sign_in(page)
    await page.goto(f"/debits?run_id={billed.run.id}")
    await expect(page.get_by_label("Woraus").locator("option:checked")).to_contain_text(MONTH)
    await saved(page, "Datei erstellen")
    download = page.get_by_role("link", name="Datei herunterladen")
    await shown_at_last(page, download)
    items = page.get_by_role("region", name="Posten der Datei")
    await expect(items.get_by_role("row").filter(has_text="59,38")).to_contain_text("Ja")
    left_out = items.get_by_role("row").filter(has_text="Nein")
    await expect(
        left_out.get_by_role("link", name="Das Mandat hatte schon seine letzte Lastschrift.")
    ).to_be_visible()
    async with page.expect_download() as loading:
        await download.click()
    assert (await loading.value).suggested_filename.endswith(".xml")
    for link, button in (
        ("Eingereicht melden", "Bei der Bank eingereicht"),
        ("Bestätigung melden", "Von der Bank bestätigt"),
    ):
        await followed(page, page.get_by_role("link", name=link))
        await saved(page, button)
    await expect(page.get_by_text("Bestätigt", exact=True)).to_be_visible()
    await context.close()
