"""XRechnung, on the rules that KoSIT publishes: what is offered for download passes them all."""

from zipfile import ZipFile

import pytest
from kontor_contracts.billing.invoice import Invoice
from kontor_contracts.customers.party import ElectronicAddress
from kontor_delivery.gateways.einvoice_gate import EInvoiceGate
from kontor_delivery.model.einvoice import Profile, to_xml
from kontor_delivery.model.einvoice.profile import EN_16931, XRECHNUNG_3
from kontor_delivery.model.einvoice.xrechnung import xrechnung_faults
from kontor_local.xrechnung_rules import rules
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from .builders import a_seller, an_invoice
from .invoices import INVOICES

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
FILES = {Profile.XRECHNUNG: "UBL", Profile.XRECHNUNG_CII: "CII"}
LEITWEG = "04011000-1234512345-06"
ADDRESS = ElectronicAddress(scheme="0204", id=LEITWEG)


def routed(invoice: Invoice) -> Invoice:
    """The invoice with all that a German public body has told of itself."""
    buyer = invoice.buyer
    place = buyer.address.model_copy(update={"postcode": buyer.address.postcode or "D02"})
    changes = {"electronic_address": ADDRESS, "address": place}
    return invoice.model_copy(
        update={"buyer": buyer.model_copy(update=changes), "buyer_reference": LEITWEG}
    )


@pytest.fixture(scope="module")
def saxon() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@pytest.fixture(scope="module")
def kosit(saxon: PySaxonProcessor) -> dict[Profile, PyXsltExecutable]:
    compiler = saxon.new_xslt30_processor()
    with ZipFile(rules()) as jar:
        texts = {
            profile: jar.read(f"external/schematron/3.0.2/XRechnung-{name}-validation.xslt")
            for profile, name in FILES.items()
        }
    return {
        profile: compiler.compile_stylesheet(stylesheet_text=text.decode())
        for profile, text in texts.items()
    }


def broken(
    saxon: PySaxonProcessor, rules_: PyXsltExecutable, xml: bytes
) -> list[tuple[str | None, str]]:
    """Rules that the document breaks, warnings apart."""
    report = rules_.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
    failed = etree.fromstring(report.encode()).iter(f"{SVRL}failed-assert")
    return [
        (one.get("id"), "".join(one.itertext()).strip())
        for one in failed
        if one.get("flag") in {None, "error", "fatal"}
    ]


@pytest.mark.parametrize("profile", list(FILES))
@pytest.mark.parametrize("invoice", INVOICES.values(), ids=list(INVOICES))
def test_every_invoice_that_is_complete_passes_the_rules_of_kosit(
    saxon: PySaxonProcessor,
    kosit: dict[Profile, PyXsltExecutable],
    invoice: Invoice,
    profile: Profile,
) -> None:
    complete = routed(invoice)
    assert xrechnung_faults(complete) == ()
    xml = to_xml(complete, profile)
    assert broken(saxon, kosit[profile], xml) == []


@pytest.mark.parametrize("profile", list(FILES))
def test_what_is_missing_is_what_the_rules_would_refuse(
    saxon: PySaxonProcessor, kosit: dict[Profile, PyXsltExecutable], profile: Profile
) -> None:
    bare = an_invoice(seller=a_seller(phone="", email=""))
    assert {one.field for one in xrechnung_faults(bare)} == {
        "buyer_reference", "buyer.electronic_address", "seller.phone", "seller.email",
    }  # fmt: skip
    found = {rule for rule, _ in broken(saxon, kosit[profile], to_xml(bare, profile))}
    assert found >= {"BR-DE-15", "BR-DE-6", "BR-DE-7", "PEPPOL-EN16931-R010"}


@pytest.mark.parametrize("profile", list(FILES))
def test_it_stays_an_invoice_of_the_european_standard(profile: Profile) -> None:
    """Its rules for CII know the standard's own guideline alone."""
    gate, like = EInvoiceGate(), {"UBL": Profile.UBL, "CII": Profile.FACTUR_X}[FILES[profile]]
    for name in ("by debit", "credit note", "two folders"):
        xml = to_xml(routed(INVOICES[name]), profile)
        assert XRECHNUNG_3.encode() in xml
        plain = xml.replace(XRECHNUNG_3.encode(), EN_16931.encode())
        assert gate.check(plain, like).errors == ()
