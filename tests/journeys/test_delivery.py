"""How invoices reach customers: S10 to S12."""

import io
import re
import tarfile
from xml.etree import ElementTree as ET

import httpx
from kontor_cli.client.delivery import FileKind
from kontor_local.testing.office import Office


def test_an_invoice_by_e_mail_is_attached_to_the_mail(office: Office) -> None:
    customer = office.enter_billable("Anhang GmbH", "rechnung@anhang.example")
    office.open_folder(customer, "01", "29.90")

    billed = office.bill()
    invoice = billed.invoice_of(customer)
    mail = billed.mail_about(invoice)

    assert mail["To"] == "Ada Beispiel <rechnung@anhang.example>"
    [attachment] = mail.iter_attachments()
    assert attachment.get_filename() == f"{invoice.number}.pdf"
    assert attachment.get_content() == billed.document_of(invoice)
    assert billed.document_of(invoice).startswith(b"%PDF-")


def test_a_notice_has_a_link_to_the_invoice_in_place_of_an_attachment(office: Office) -> None:
    customer = office.enter_billable(
        "Nur Hinweis GmbH", "rechnung@hinweis.example", delivery={"method": "email-notice"}
    )
    office.open_folder(customer, "01", "29.90")

    billed = office.bill()
    invoice = billed.invoice_of(customer)
    mail = billed.mail_about(invoice)

    assert list(mail.iter_attachments()) == []
    body = mail.get_body(("plain",))
    assert body
    [link] = re.findall(r"http://\S+/linked/\S+", body.get_content())
    opened = httpx.get(link, timeout=60)
    assert opened.headers["Content-Type"] == "application/pdf"
    assert opened.content == billed.document_of(invoice)


def test_invoices_of_french_public_bodies_go_into_an_archive_for_chorus_pro(
    office: Office,
) -> None:
    customer = office.enter_billable(
        "Commune de Saint-Exemple",
        "mairie@saint-exemple.example",
        kind="public-body",
        siren="219000262",
        siret="21900026200010",
        language="fr",
        chorus={"rule": "service", "service_code": "FINANCES"},
        delivery={"method": "chorus-pro"},
    )
    office.open_folder(customer, "01", "29.90")

    billed = office.bill()
    content = billed.file(FileKind.CHORUS_PRO)

    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        [member] = archive.getmembers()
        opened = archive.extractfile(member)
        assert opened
        invoice = ET.fromstring(opened.read())  # noqa: S314  # our own file
    assert member.name.endswith(".xml")
    assert invoice.findtext("{*}ID") == billed.invoice_of(customer).number
    assert invoice.findtext("{*}BuyerReference") == "FINANCES"
