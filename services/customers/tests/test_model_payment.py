"""Accounts, mandates and the default mandate of a party."""

from datetime import timedelta

import pytest
from kontor_contracts.customers.payment import MandateState, PaymentDetails
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.organisation import (
    OrganisationFields,
    OrganisationIncompleteError,
    configured,
    missing_for_debits,
    require_ready_for_debits,
)
from kontor_customers.model.payment import has_usable_mandate, references, with_masked_ibans
from kontor_customers.model.payment_change import refuse_unknown_ids
from kontor_customers.model.payment_fields import PaymentFields
from kontor_customers.model.strict import parsed
from kontor_customers.testing.records import (
    BRAZILIAN_IBAN,
    FRENCH_IBAN,
    GERMAN_IBAN,
    TODAY,
    a_mandate,
    an_account,
    changed_payment,
    own_organisation,
    payment_with,
    ready_organisation,
)


def a_debit(**fields: object) -> PaymentDetails:
    debit = {"method": "sepa-debit", "accounts": [an_account()], "mandates": [a_mandate()]}
    return changed_payment(payment_with(), debit | fields)


def body_of(payment: PaymentDetails, **fields: object) -> dict[str, object]:
    dump = payment.model_dump(mode="json")
    del dump["party_id"], dump["version"]
    return dump | fields


def codes_of(before: PaymentDetails, **fields: object) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as refused:
        changed_payment(before, body_of(before, **fields))
    return {error.field: error.code for error in refused.value.fields}


def test_a_debit_finds_its_account_its_bic_and_its_mandate() -> None:
    payment = a_debit()
    (account,), (mandate,) = payment.accounts, payment.mandates
    assert account.bic == "COBADEFFXXX"
    assert mandate.account_id == account.id
    assert payment.mandate_id == mandate.id
    assert has_usable_mandate(payment)


def test_a_debit_without_a_mandate_is_saved() -> None:
    payment = payment_with(method="sepa-debit")
    assert payment.mandate_id is None
    assert not has_usable_mandate(payment)


def test_saving_what_is_stored_changes_nothing() -> None:
    payment = a_debit()
    assert changed_payment(payment, body_of(payment)) is payment


def test_a_mandate_names_its_account_by_iban() -> None:
    accounts = [an_account(), an_account(iban=FRENCH_IBAN)]
    payment = a_debit(accounts=accounts, mandates=[a_mandate(account_iban=FRENCH_IBAN)])
    assert payment.mandates[0].account_id == payment.accounts[1].id


def test_a_mandate_without_an_account_is_refused() -> None:
    before = payment_with()
    assert codes_of(before, mandates=[a_mandate()]) == {"mandates.0.account_id": "unknown-account"}


def test_an_account_outside_sepa_takes_no_mandate() -> None:
    before = payment_with()
    codes = codes_of(before, accounts=[an_account(iban=BRAZILIAN_IBAN)], mandates=[a_mandate()])
    assert codes == {"mandates.0.account_id": "iban-not-sepa"}


def test_an_account_outside_sepa_may_be_kept_for_transfers() -> None:
    assert payment_with(accounts=[an_account(iban=BRAZILIAN_IBAN)]).accounts


def test_a_signature_of_tomorrow_is_refused() -> None:
    codes = codes_of(
        payment_with(),
        accounts=[an_account()],
        mandates=[a_mandate(signed_on=TODAY + timedelta(days=1))],
    )
    assert codes == {"mandates.0.signed_on": "signed-in-future"}


def test_private_persons_give_no_b2b_mandates() -> None:
    fields = {"accounts": [an_account()], "mandates": [a_mandate(scheme="B2B")]}
    with pytest.raises(InvalidInputError):
        changed_payment(payment_with(), fields, consumer=True)
    assert changed_payment(payment_with(), fields, consumer=False).mandates


def test_a_signed_mandate_keeps_its_reference_and_scheme() -> None:
    payment = a_debit()
    mandate = payment.mandates[0].model_dump() | {"reference": "M-2", "scheme": "B2B"}
    assert codes_of(payment, mandates=[mandate]) == {
        "mandates.0.reference": "mandate-signed",
        "mandates.0.scheme": "mandate-signed",
    }


def test_a_mandate_is_cancelled_and_not_removed() -> None:
    payment = a_debit()
    assert codes_of(payment, mandates=[], mandate_id=None) == {"mandates": "mandate-removed"}
    cancelled = payment.mandates[0].model_dump() | {"state": "cancelled"}
    after = changed_payment(payment, body_of(payment, mandates=[cancelled]))
    assert after.mandates[0].state is MandateState.CANCELLED
    assert not has_usable_mandate(after)


def test_references_differ_by_more_than_case() -> None:
    mandates = [a_mandate(reference="m-1"), a_mandate(reference="M-1")]
    codes = codes_of(payment_with(), accounts=[an_account()], mandates=mandates)
    assert codes == {"mandates": "reference-twice"}


def test_the_default_mandate_fits_the_method() -> None:
    payment = a_debit()
    assert codes_of(payment, method="gocardless") == {"mandate_id": "unknown-mandate"}


def test_two_mandates_leave_the_choice_to_the_caller() -> None:
    mandates = [a_mandate(), a_mandate(reference="M-2")]
    assert a_debit(mandates=mandates).mandate_id is None


def test_ids_that_we_did_not_give_are_refused() -> None:
    stranger = a_debit().accounts[0].model_dump()
    fields = parsed(PaymentFields, {"accounts": [stranger]})
    with pytest.raises(InvalidInputError) as refused:
        refuse_unknown_ids(a_debit(), fields)
    assert [error.field for error in refused.value.fields] == ["accounts.0.id"]


def test_gocardless_mandates_take_up_their_reference_too() -> None:
    payment = payment_with(method="gocardless", gocardless_mandates=[{"reference": "MD0001"}])
    assert has_usable_mandate(payment)
    assert list(references(payment)) == ["gocardless MD0001"]


def test_masked_details_show_no_whole_iban() -> None:
    assert GERMAN_IBAN not in with_masked_ibans(a_debit()).model_dump_json()


def test_the_own_bic_is_filled_in_from_the_iban() -> None:
    assert ready_organisation().bic == "COBADEFFXXX"


def test_everything_that_debits_need_is_named_in_one_error() -> None:
    organisation = configured(None, parsed(OrganisationFields, {"name": "Beispielnetz"}))
    with pytest.raises(OrganisationIncompleteError) as refused:
        require_ready_for_debits(organisation)
    named = [error.field for error in refused.value.fields]
    assert named == ["organisation.iban", "organisation.bic", "organisation.creditor_id"]
    for label in ("IBAN", "BIC", "creditor id"):
        assert label in str(refused.value)


def test_without_an_organisation_its_name_is_missing_too() -> None:
    assert missing_for_debits(None)[0].field == "organisation.name"


def test_a_whole_organisation_is_ready_for_debits() -> None:
    require_ready_for_debits(ready_organisation())


def test_configuring_the_same_again_changes_nothing() -> None:
    organisation = ready_organisation()
    assert configured(organisation, parsed(OrganisationFields, own_organisation())) == organisation
