"""What the use of a mandate until now says of its next debit."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from kontor_billing.model.debit.claim import Presenting
from kontor_billing.model.debit.creditor import creditor_of
from kontor_billing.model.debit.mandate_use import Amendment, MandateUse, identity
from kontor_billing.model.debit.presentation import Debit, Exclusion
from kontor_billing.model.debit.sequence import SequencePolicy
from kontor_billing.testing.records import (
    IBAN,
    a_collection,
    a_mandate,
    a_presenting,
    an_organisation,
    debit_details,
)
from kontor_contracts.customers.payment import (
    SepaMandate,
)

from .claims import presented


def a_use(mandate: SepaMandate, **changes: object) -> MandateUse:
    return MandateUse.model_validate({"id": mandate.id, "party_id": uuid4()} | changes)


def with_use(mandate: SepaMandate, **changes: object) -> Debit | Exclusion:
    """The outcome of a debit by a mandate that was used before."""
    collection = a_collection(mandate_id=mandate.id)
    details = debit_details(uuid4(), [mandate])
    (one,) = presented(collection, details=details, use=a_use(mandate, **changes))
    return one.outcome


FRST_RCUR = replace(a_presenting(), policy=SequencePolicy.FIRST_THEN_RECURRING)
OTHER = "DE89370400440532013000"
NOW = identity(creditor_of(an_organisation()), reference="M-1", iban=IBAN)


@pytest.mark.parametrize(
    ("use", "presenting", "expected"),
    [
        ({}, a_presenting(), "RCUR"),
        ({}, FRST_RCUR, "FRST"),
        ({"presented_on": date(2026, 10, 1)}, FRST_RCUR, "FRST"),
        ({"confirmed": True}, FRST_RCUR, "RCUR"),
        ({"last_wanted": True}, a_presenting(), "FNAL"),
    ],
)
def test_the_sequence_type_comes_from_what_banks_confirmed(
    use: dict[str, object], presenting: Presenting, expected: str
) -> None:
    mandate = a_mandate()
    details = debit_details(uuid4(), [mandate])
    (one,) = presented(
        a_collection(mandate_id=mandate.id),
        details=details,
        presenting=presenting,
        use=a_use(mandate, **use),
    )
    assert isinstance(one.outcome, Debit)
    assert one.outcome.sequence == expected


@pytest.mark.parametrize(
    ("mandate", "use", "code"),
    [
        (a_mandate(), {"hold": "AC04"}, "mandate-on-hold"),
        (a_mandate(), {"last_presented": True}, "mandate-used"),
        (a_mandate(scheme="B2B"), {}, "b2b-not-confirmed"),
        (a_mandate(signed_on=date(2023, 12, 9)), {}, "mandate-expired"),
        (a_mandate(), {"presented_on": date(2023, 12, 9)}, "mandate-expired"),
    ],
)
def test_the_use_of_a_mandate_may_speak_against_another_debit(
    mandate: SepaMandate, use: dict[str, object], code: str
) -> None:
    mandate = mandate.model_copy(
        update={"signed_on": date(2020, 1, 1)} if use.get("presented_on") else {}
    )
    found = with_use(mandate, **use)
    assert isinstance(found, Exclusion)
    assert (found.code, found.field.startswith("payment.mandates")) == (code, True)


def test_36_months_count_from_the_last_debit_presented_here_or_before_kontor() -> None:
    old = a_mandate(signed_on=date(2010, 1, 1), last_used_on=date(2023, 12, 10))
    assert isinstance(with_use(old), Debit)
    dormant = old.model_copy(update={"last_used_on": date(2023, 12, 9)})
    assert isinstance(with_use(dormant), Exclusion)
    assert isinstance(with_use(dormant, presented_on=date(2025, 1, 2)), Debit)
    confirmed = a_mandate(scheme="B2B", b2b_confirmed_on=date(2026, 2, 1))
    assert isinstance(with_use(confirmed), Debit)


@pytest.mark.parametrize(
    ("known", "confirmed_on", "code"),
    [
        ({"iban": IBAN, "b2b_confirmed_on": date(2026, 2, 1)}, date(2026, 2, 1), None),
        (
            {"iban": OTHER, "b2b_confirmed_on": date(2026, 2, 1)},
            date(2026, 2, 1),
            "b2b-not-confirmed",
        ),
        ({"iban": OTHER, "b2b_confirmed_on": date(2026, 2, 1)}, date(2026, 11, 3), None),
        ({"iban": OTHER}, date(2026, 10, 1), "b2b-not-confirmed"),
        ({"iban": OTHER}, date(2026, 10, 2), None),
    ],
)
def test_a_b2b_mandate_is_confirmed_anew_after_its_account_has_changed(
    known: dict[str, object], confirmed_on: date, code: str | None
) -> None:
    mandate = a_mandate(scheme="B2B", b2b_confirmed_on=confirmed_on)
    before = NOW.model_copy(update=known)
    found = with_use(mandate, known=before, presented_on=date(2026, 10, 1))
    assert getattr(found, "code", None) == code


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, None),
        ({"iban": "DE89370400440532013000"}, Amendment(account_changed=True)),
        ({"reference": "M-0"}, Amendment(reference="M-0")),
        ({"creditor_name": "Alt"}, Amendment(creditor_name="Alt")),
        ({"creditor_id": "DE98ABC09999999999"}, None),
        ({"creditor_id": "DE71ZZZ09999999998"}, Amendment(creditor_id="DE71ZZZ09999999998")),
    ],
)
def test_what_changed_since_the_bank_took_a_debit_is_told_as_an_amendment(
    known: dict[str, str], expected: Amendment | None
) -> None:
    mandate = a_mandate(reference="M-1")
    debit = with_use(mandate, known=NOW.model_copy(update=known))
    assert isinstance(debit, Debit)
    assert debit.amendment == expected
