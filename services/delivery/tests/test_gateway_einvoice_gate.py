"""The gate, on the schemas and rules that the standards' owners publish."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from kontor_contracts.billing.invoice import Invoice
from kontor_delivery.gateways.einvoice_gate import EInvoiceGate
from kontor_delivery.model.einvoice import Profile, to_xml
from kontor_delivery.model.einvoice.profile import XRECHNUNG
from lxml import etree

from .builders import a_seller, an_invoice, an_invoice_of
from .invoices import INVOICES, a_french_invoice

#: KoSIT's own rules are asked about XRechnung, in a test of its own.
PROFILES = [one for one in Profile if one not in XRECHNUNG]


@pytest.fixture(scope="module")
def gate() -> EInvoiceGate:
    return EInvoiceGate()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("invoice", INVOICES.values(), ids=list(INVOICES))
def test_every_invoice_passes(gate: EInvoiceGate, invoice: Invoice, profile: Profile) -> None:
    assert gate.check(to_xml(invoice, profile), profile).errors == ()


@pytest.mark.parametrize("profile", PROFILES)
def test_an_invoice_of_500_lines_passes(gate: EInvoiceGate, profile: Profile) -> None:
    assert gate.check(to_xml(an_invoice_of(500), profile), profile).passed


def test_the_scheme_name_that_chorus_pro_reads_is_but_a_warning(gate: EInvoiceGate) -> None:
    xml = to_xml(a_french_invoice(), Profile.CHORUS_PRO)
    verdict = gate.check(xml, Profile.CHORUS_PRO)
    assert verdict.passed
    assert [warning.rule for warning in verdict.warnings] == ["UBL-DT-08"]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_broken_rule_is_named_with_its_words_and_place(
    gate: EInvoiceGate, profile: Profile
) -> None:
    unpayable = an_invoice(seller=a_seller(iban="", bic=""))
    errors = {error.rule: error for error in gate.check(to_xml(unpayable, profile), profile).errors}
    assert errors.keys() >= {"BR-61"}
    assert errors["BR-61"].text.startswith("If the Payment means type code (BT-81) means")
    assert "PaymentMeans" in errors["BR-61"].location


@pytest.mark.parametrize("profile", PROFILES)
def test_a_wrong_sum_is_found(gate: EInvoiceGate, profile: Profile) -> None:
    xml = to_xml(an_invoice(), profile).replace(b">59.38<", b">59.39<")
    rules = {error.rule for error in gate.check(xml, profile).errors}
    assert "BR-CO-15" in rules


@pytest.mark.parametrize("profile", PROFILES)
def test_a_wrong_order_of_elements_is_found_by_the_schema(
    gate: EInvoiceGate, profile: Profile
) -> None:
    document = etree.fromstring(to_xml(an_invoice(), profile))
    document.append(document[0])
    errors = gate.check(etree.tostring(document), profile).errors
    assert {error.rule for error in errors} == {"XSD"}


def test_something_else_is_no_e_invoice(gate: EInvoiceGate) -> None:
    (error,) = gate.check(b"<order/>", Profile.FACTUR_X).errors
    assert (error.rule, error.text) == ("XSD", "No e-invoice begins with order.")


def test_several_threads_may_ask_at_once(gate: EInvoiceGate) -> None:
    documents = [(to_xml(an_invoice(), profile), profile) for profile in PROFILES] * 10
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda one: gate.check(*one).passed, documents))
