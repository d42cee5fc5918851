"""Which collections go to the bank, in which characters, and when."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
from kontor_billing.model.debit.characters import is_sepa_id
from kontor_billing.model.debit.creditor import OrganisationIncompleteError, creditor_of
from kontor_billing.model.debit.files import Contents, Reservation, message_id, reserved
from kontor_billing.model.debit.presentation import Debit, Exclusion
from kontor_billing.model.target_days import handed_in_on
from kontor_billing.testing.records import (
    ADDRESS,
    a_collection,
    a_mandate,
    a_party,
    a_presenting,
    an_organisation,
    debit_details,
)
from kontor_contracts.customers.payment import (
    BankAccount,
    MandateScheme,
    MandateState,
    MandateType,
    SepaMandate,
)
from kontor_contracts.values import Language

from .claims import outcome, presented

SWISS_IBAN = "CH9300762011623852957"


def test_a_usable_mandate_becomes_a_debit_with_all_that_the_bank_asks() -> None:
    mandate = a_mandate()
    debit = outcome(mandate, party=a_party(language=Language.FRENCH))
    assert isinstance(debit, Debit)
    assert (debit.sequence, debit.mandate_reference) == ("RCUR", mandate.reference)
    assert debit.remittance == f"Facture {debit.end_to_end_id}"
    assert debit.address is None


@pytest.mark.parametrize(
    ("mandate", "code"),
    [
        (a_mandate(state=MandateState.CANCELLED), "mandate-not-active"),
        (a_mandate(state=MandateState.EXPIRED), "mandate-not-active"),
        (a_mandate(signed_on=date(2027, 1, 1)), "mandate-signed-later"),
        (a_mandate(reference="M 1"), "mandate-reference-not-allowed"),
        (a_mandate(reference="/M1"), "mandate-reference-not-allowed"),
    ],
)
def test_an_unusable_mandate_is_listed_with_its_code(mandate: SepaMandate, code: str) -> None:
    found = outcome(mandate)
    assert isinstance(found, Exclusion)
    assert found.code == code
    assert found.field.startswith("payment.mandates")


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("", "iban-missing"),
        ("DE02120300000000202052", "iban-invalid"),
        ("TR330006100519786457841326", "iban-outside-sepa"),
    ],
)
def test_an_unusable_account_is_listed_with_its_code(iban: str, code: str) -> None:
    mandate = a_mandate()
    found = outcome(mandate, account=BankAccount(id=mandate.account_id, iban=iban))
    assert isinstance(found, Exclusion)
    assert (found.code, found.field) == (code, "payment.accounts.iban")


def test_without_mandate_or_details_nothing_is_collected() -> None:
    for one in presented(a_collection(), a_collection(mandate_id=uuid4())):
        assert isinstance(one.outcome, Exclusion)
        assert (one.outcome.code, one.scheme) == ("mandate-missing", MandateScheme.CORE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal(0)}, "amount-not-collectable"),
        ({"amount": Decimal("1000000000.00")}, "amount-not-collectable"),
        ({"currency": "CHF"}, "currency-not-eur"),
        ({"reference": "2026_1-1-1"}, "reference-not-allowed"),
    ],
)
def test_what_no_bank_collects_is_listed(changes: dict[str, object], code: str) -> None:
    mandate = a_mandate()
    collection = a_collection(mandate_id=mandate.id, **changes)
    (one,) = presented(collection, details=debit_details(uuid4(), [mandate]))
    assert isinstance(one.outcome, Exclusion)
    assert one.outcome.code == code


def test_outside_the_eea_the_address_goes_along_or_is_asked_for() -> None:
    mandate = a_mandate()
    account = BankAccount(id=mandate.account_id, iban=SWISS_IBAN, bic="POFICHBEXXX", holder="Urs")
    debit = outcome(mandate, account=account)
    assert isinstance(debit, Debit)
    assert (debit.address, debit.bic) == (ADDRESS, "POFICHBEXXX")
    found = outcome(mandate, account=account, party=a_party(billing_address=None))
    assert isinstance(found, Exclusion)
    assert found.code == "address-missing"


def test_a_one_off_mandate_serves_one_debit() -> None:
    mandate = a_mandate(type=MandateType.ONE_OFF)
    details = debit_details(uuid4(), [mandate])
    both = [a_collection(mandate_id=mandate.id) for _ in range(2)]
    first, second = (one.outcome for one in presented(*both, details=details))
    assert isinstance(first, Debit)
    assert first.sequence == "OOFF"
    assert isinstance(second, Exclusion)
    assert second.code == "mandate-used"
    later = a_presenting(used_mandates=frozenset({mandate.id}))
    (third,) = presented(both[0], details=details, presenting=later)
    assert isinstance(third.outcome, Exclusion)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (date(2026, 12, 10), date(2026, 12, 10)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 10, 1), date(2026, 11, 27)),
    ],
)
def test_a_debit_is_due_when_announced_on_a_target_day_and_after_the_lead_time(
    due_on: date, expected: date
) -> None:
    mandate = a_mandate()
    collection = a_collection(mandate_id=mandate.id, due_on=due_on)
    (one,) = presented(collection, details=debit_details(uuid4(), [mandate]))
    assert isinstance(one.outcome, Debit)
    assert one.outcome.collection_date == expected


def test_a_file_holds_the_debits_of_its_scheme_and_knows_their_sum() -> None:
    mandate = a_mandate()
    collections = [
        a_collection(mandate_id=mandate.id, amount=Decimal(amount)) for amount in ("1.10", "2.20")
    ]
    both = presented(*collections, a_collection(), details=debit_details(uuid4(), [mandate]))
    moment = datetime(2026, 11, 25, 12, tzinfo=UTC)
    reservation = Reservation(uuid4(), creditor_of(an_organisation()), moment, uuid4())
    file = reserved(reservation, MandateScheme.CORE, Contents().plus(both), number=7)
    assert (file.count, file.total, file.message_id) == (2, Decimal("3.30"), "SDD-2026-000007")
    assert is_sepa_id(message_id(moment, 999_999_999))


def test_an_organisation_that_cannot_collect_hears_everything_it_lacks_at_once() -> None:
    with pytest.raises(OrganisationIncompleteError) as refused:
        creditor_of(an_organisation(iban="", bic="", creditor_id="DE00ZZZ09999999999"))
    assert [(one.field, one.code) for one in refused.value.fields] == [
        ("organisation.iban", "missing"),
        ("organisation.bic", "missing"),
        ("organisation.creditor_id", "invalid"),
    ]
    with pytest.raises(OrganisationIncompleteError):
        creditor_of(None)


def test_of_an_invoice_no_more_is_collected_than_it_owes() -> None:
    mandate, invoice_id = a_mandate(), uuid4()
    both = [
        a_collection(mandate_id=mandate.id, invoice_id=invoice_id, amount=Decimal(amount))
        for amount in (60, 40)
    ]
    details = debit_details(uuid4(), [mandate])

    def collected(open_amount: int) -> list[bool]:
        found = presented(*both, details=details, owed={invoice_id: Decimal(open_amount)})
        return [isinstance(one.outcome, Debit) for one in found]

    assert collected(100) == [True, True]
    assert collected(60) == [True, False]
    assert collected(50) == [False, True]
    assert collected(0) == [False, False]


@pytest.mark.parametrize(
    ("local", "counts"),
    [
        (datetime(2026, 11, 25, 13, 59, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 14, 0, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 28, 9, 0, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 12, 24, 18, 0, tzinfo=UTC), date(2026, 12, 28)),
    ],
)
def test_after_the_cut_off_the_next_target_day_counts(local: datetime, counts: date) -> None:
    assert handed_in_on(local, time(14)) == counts
