"""Text, codes, tax ids and bank data: what is right is kept, what is wrong is named."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.bank import SEPA, bic_of, is_sepa, masked
from kontor_customers.model.numbers import Numbering
from kontor_customers.model.organisation import OrganisationFields
from kontor_customers.model.party_fields import PartyFields
from kontor_customers.model.payment_fields import AccountFields, MandateFields
from kontor_customers.model.strict import Strict, parsed
from kontor_customers.testing.records import GERMAN_IBAN


def codes_of(model: type[Strict], **fields: object) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as refused:
        parsed(model, fields)
    return {error.field: error.code for error in refused.value.fields}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("Kranz\nGmbH", "control-character"),
        ("Kranz\x00", "control-character"),
        ("Kranz\u2028GmbH", "control-character"),
        ("Kranz\u202egpj", "control-character"),
        ("x" * 10_000, "too-long"),
        (7, "string-type"),
    ],
)
def test_a_name_that_nobody_has_is_refused(name: object, code: str) -> None:
    assert codes_of(PartyFields, name=name) == {"name": code}


@pytest.mark.parametrize(
    "name", ["Müller & Söhne", "D'Été «Nord»", "Łódź", "東京", "👩\u200d🔧 GmbH"]
)
def test_names_of_all_scripts_are_kept(name: str) -> None:
    assert parsed(PartyFields, {"name": name}).name == name


def test_a_name_is_trimmed_and_composed() -> None:
    assert parsed(PartyFields, {"name": " Mu\u0308ller "}).name == "Müller"


@given(st.text(max_size=250))
def test_a_name_is_either_kept_as_one_line_or_refused(text: str) -> None:
    try:
        name = parsed(PartyFields, {"name": text}).name
    except InvalidInputError:
        return
    assert 0 < len(name) <= 200
    assert len(name.splitlines()) == 1
    assert parsed(PartyFields, {"name": name}).name == name


def test_every_wrong_field_is_named_at_once() -> None:
    assert codes_of(
        PartyFields,
        name="",
        vat_id="DE123456789",
        siret="12345678901234",
        currency="EURO",
        billing_address={"city": "Metz", "country": "XX"},
        contacts=[{"name": "Ada", "email": "ada@", "phones": ["12"]}],
        delivery={"method": "pigeon"},
        nickname="K",
    ) == {
        "name": "required",
        "vat_id": "invalid-vat-id",
        "siret": "invalid-siret",
        "currency": "unknown-currency",
        "billing_address.country": "unknown-country",
        "contacts.0.email": "invalid-email",
        "contacts.0.phones.0": "invalid-phone",
        "delivery.method": "enum",
        "nickname": "unknown-field",
    }


def test_what_was_read_can_be_sent_back() -> None:
    sent = {"name": "Kranz", "id": "x", "version": 3, "number": "K-1", "missing": []}
    assert parsed(PartyFields, sent) == parsed(PartyFields, {"name": "Kranz"})


def test_a_siret_belongs_to_its_siren() -> None:
    codes = codes_of(PartyFields, name="X", siren="732829320", siret="40483304800022")
    assert codes == {"siret": "siret-of-another-siren"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [("DE 136 695 976", "DE136695976"), ("fr40303265045", "FR40303265045"), ("", "")],
)
def test_a_vat_id_is_kept_without_blanks(written: str, kept: str) -> None:
    assert parsed(PartyFields, {"name": "X", "vat_id": written}).vat_id == kept


def test_a_phone_number_is_kept_as_e164() -> None:
    contact = {"name": "Ada", "phones": ["+49 (681) 30-10"]}
    assert parsed(PartyFields, {"name": "X", "contacts": [contact]}).contacts[0].phones == (
        "+496813010",
    )


def test_an_iban_is_kept_without_blanks_in_capitals() -> None:
    assert parsed(AccountFields, {"iban": "de89 3704 0044\u00a00532 0130 00"}).iban == GERMAN_IBAN


@given(st.integers(4, len(GERMAN_IBAN) - 1), st.sampled_from(string.digits))
def test_any_wrong_digit_of_an_iban_is_noticed(place: int, digit: str) -> None:
    wrong = GERMAN_IBAN[:place] + digit + GERMAN_IBAN[place + 1 :]
    if wrong != GERMAN_IBAN:
        assert codes_of(AccountFields, iban=wrong) == {"iban": "invalid-iban"}


@pytest.mark.parametrize(
    "iban", ["", "DE89", "XX89370400440532013000", "DE89-3704-0044-0532-0130-00"]
)
def test_what_is_no_iban_is_refused(iban: str) -> None:
    assert list(codes_of(AccountFields, iban=iban)) == ["iban"]


def test_the_refusal_of_an_iban_does_not_repeat_it() -> None:
    with pytest.raises(InvalidInputError) as refused:
        parsed(AccountFields, {"iban": "DE89370400440532013001"})
    assert "0532013001" not in refused.value.fields[0].message


def test_the_bic_is_found_from_the_iban() -> None:
    assert bic_of(GERMAN_IBAN) == "COBADEFFXXX"
    assert bic_of("") == ""


def test_sepa_reaches_beyond_the_libraries_list() -> None:
    assert {"RS", "AL", "MD", "ME", "MK"} <= SEPA
    assert not is_sepa("BR1800360305000010009795493C1")


def test_a_masked_iban_shows_country_and_last_four() -> None:
    assert masked(GERMAN_IBAN) == "DE…3000"
    assert masked("") == ""


@pytest.mark.parametrize("creditor_id", ["DE98ZZZ09999999999", "de98 zzz 0999 9999 999"])
def test_a_creditor_id_with_right_check_digits_is_kept(creditor_id: str) -> None:
    said = parsed(OrganisationFields, {"name": "X", "creditor_id": creditor_id})
    assert said.creditor_id == "DE98ZZZ09999999999"


def test_a_creditor_id_with_wrong_check_digits_is_refused() -> None:
    codes = codes_of(OrganisationFields, name="X", creditor_id="DE97ZZZ09999999999")
    assert codes == {"creditor_id": "invalid-creditor-id"}


@pytest.mark.parametrize(
    "pattern", ["{year}", "{number", "{number}{number}", "{month}-{number}", ""]
)
def test_an_invoice_number_pattern_without_one_count_is_refused(pattern: str) -> None:
    codes = codes_of(OrganisationFields, name="X", invoice_number_pattern=pattern)
    assert codes == {"invoice_number_pattern": "invalid-pattern"}


@pytest.mark.parametrize("reference", ["", "two words", "/M1", "M1/", "M//1", "Ümr", "x" * 36])
def test_a_mandate_reference_that_banks_refuse_is_refused(reference: str) -> None:
    codes = codes_of(MandateFields, reference=reference, signed_on="2026-01-01")
    assert codes == {"reference": "invalid-reference"}


@given(st.integers(0, 10**12 - 1), st.sampled_from(["K-{number:06}", "{number}", "C{number:03}/x"]))
def test_an_account_number_reads_back_as_its_count(count: int, text: str) -> None:
    pattern = Numbering(text)
    assert pattern.count_of(pattern.written(count)) == count


@pytest.mark.parametrize("number", ["K-", "K-12a", "X-000001", "K-000001 ", "4711"])
def test_a_foreign_account_number_has_no_count(number: str) -> None:
    assert Numbering("K-{number:06}").count_of(number) is None
