"""Which facts open which actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.billing.collection import DebitAnnounced, PaymentReturned, ReturnKind
from kontor_contracts.billing.licence import LicenceRenewalDue
from kontor_contracts.customers.bank_account import BankAccountChanged, IbanChange, IbanChangeState
from kontor_contracts.customers.mandate import MandateExpiring
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.delivery.delivery import Channel, DeliveryFailed, MailBounced
from kontor_contracts.event import Event
from kontor_contracts.tasks.action import Action, Priority
from kontor_contracts.values import Address, Language
from kontor_tasks.model.facts import action_after, rules_in_force
from kontor_tasks.model.place import place_of
from kontor_tasks.model.rules import Rule
from kontor_tasks.model.watched import WATCHED
from kontor_tasks.model.working_days import working_days_after
from kontor_tasks.testing.records import BERLIN

FRIDAY_NIGHT = datetime(2026, 11, 6, 23, 30, tzinfo=UTC)
RULES = rules_in_force({})


def a_failure(**changes: object) -> DeliveryFailed:
    values: dict[str, object] = {
        "invoice_id": uuid4(),
        "invoice_number": "2026-000123",
        "party_id": uuid4(),
        "at": datetime(2026, 11, 4, 9, tzinfo=UTC),
        "channel": Channel.EMAIL,
        "code": "refused",
        "reason": "who@example.org: 550 no such user",
    }
    return DeliveryFailed.model_validate(values | changes)


def a_bounce() -> MailBounced:
    return MailBounced(
        invoice_id=uuid4(),
        invoice_number="2026-000123",
        party_id=uuid4(),
        at=datetime(2026, 11, 4, 9, tzinfo=UTC),
        contact_id=uuid4(),
        email="rita@example.org",
        status="5.1.1",
        reason="no such user",
    )


def a_changed_iban(state: IbanChangeState = IbanChangeState.APPLIED) -> BankAccountChanged:
    change = IbanChange(
        party_id=uuid4(),
        account_id=uuid4(),
        before="DE…3000",
        after="DE…4711",
        asked_by="Ada",
        asked_at=datetime(2026, 11, 4, 9, tzinfo=UTC),
        state=state,
    )
    return BankAccountChanged(change=change)


def an_expiring_mandate() -> MandateExpiring:
    return MandateExpiring(
        party_id=uuid4(),
        mandate_id=uuid4(),
        reference="KONTOR-000123",
        expires_on=date(2027, 1, 5),
        at=datetime(2026, 11, 4, 9, tzinfo=UTC),
    )


def a_renewal() -> LicenceRenewalDue:
    return LicenceRenewalDue(
        party_id=uuid4(),
        folder_id=uuid4(),
        folder_number="01",
        line_id=uuid4(),
        description="Firewall",
        renews_on=date(2027, 3, 1),
        at=datetime(2026, 11, 4, 9, tzinfo=UTC),
    )


def a_return(*, needs_person: bool = True) -> PaymentReturned:
    return PaymentReturned(
        collection_id=uuid4(),
        invoice_id=uuid4(),
        invoice_number="2026-000123",
        party_id=uuid4(),
        reference="2026-000123-1-1",
        kind=ReturnKind.RETURNED,
        amount=Decimal("119.00"),
        currency="EUR",
        code="AC04",
        text="account closed",
        needs_person=needs_person,
    )


def opened(fact: Event, organisation: Organisation | None = BERLIN) -> Action:
    action = action_after(fact, RULES[fact.type], place_of(organisation), FRIDAY_NIGHT)
    assert action
    return action


def test_a_failed_delivery_is_for_accounting_and_names_invoice_and_reason() -> None:
    failure = a_failure()
    action = opened(failure)
    assert (action.kind, action.role) == ("delivery-failed", "accounting")
    assert action.title == "Rechnung 2026-000123 nicht zugestellt: E-Mail"
    assert action.description == failure.reason
    assert (action.party_id, action.invoice_id) == (failure.party_id, failure.invoice_id)


def test_a_debit_that_is_asked_for_again_is_announced_by_a_person() -> None:
    same = a_return().model_dump(exclude={"kind", "code", "text", "needs_person"})
    action = opened(DebitAnnounced(**same, due_on=date(2026, 12, 4)))
    assert action.role == "accounting"
    for words in ("2026-000123", "119.00 EUR", "2026-12-04"):
        assert words in action.title


def test_a_bounced_address_is_named() -> None:
    action = opened(a_bounce())
    assert "rita@example.org" in action.title
    assert action.description == "no such user"


def test_a_changed_iban_is_urgent_work_of_the_same_day_and_stays_masked() -> None:
    fact = a_changed_iban()
    action = opened(fact)
    assert (action.priority, action.due_on) == (Priority.HIGH, date(2026, 11, 4))
    assert "DE…3000 → DE…4711" in action.title
    assert action.party_id == fact.change.party_id


def test_a_mandate_that_expires_unused_is_told_once_per_day_of_expiry() -> None:
    fact = an_expiring_mandate()
    action = opened(fact)
    assert action.title.startswith("Mandat KONTOR-000123 verfällt am 2027-01-05")
    assert (action.kind, action.party_id, action.due_on) == (
        "payment",
        fact.party_id,
        date(2026, 11, 11),
    )
    assert opened(fact.model_copy(update={"at": FRIDAY_NIGHT})).id == action.id
    later = fact.model_copy(update={"expires_on": date(2028, 1, 5)})
    assert opened(later).id != action.id


def test_a_licence_that_renews_is_told_once_per_renewal_and_names_its_folder() -> None:
    fact = a_renewal()
    action = opened(fact)
    assert action.title == "Lizenz Firewall verlängert sich am 2027-03-01: Ordner 01"
    assert (action.kind, action.folder_id) == ("contract", fact.folder_id)
    assert opened(fact.model_copy(update={"at": FRIDAY_NIGHT})).id == action.id
    later = fact.model_copy(update={"renews_on": date(2028, 3, 1)})
    assert opened(later).id != action.id


def test_a_returned_debit_names_amount_and_reason_once_per_collection() -> None:
    fact = a_return()
    action = opened(fact)
    assert action.title == "Lastschrift zu 2026-000123 zurück: 119.00 EUR AC04"
    assert (action.description, action.invoice_id) == ("account closed", fact.invoice_id)
    assert opened(fact.model_copy(update={"code": "AM04"})).id == action.id


def test_a_returned_debit_that_may_be_presented_again_needs_nobody() -> None:
    fact = a_return(needs_person=False)
    assert action_after(fact, RULES[fact.type], place_of(BERLIN), FRIDAY_NIGHT) is None


def test_a_withdrawn_change_of_an_iban_needs_nobody() -> None:
    fact = a_changed_iban(IbanChangeState.WITHDRAWN)
    assert action_after(fact, RULES[fact.type], place_of(BERLIN), FRIDAY_NIGHT) is None


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("channel", list(Channel))
def test_the_title_speaks_the_organisations_language(language: Language, channel: Channel) -> None:
    organisation = BERLIN.model_copy(update={"language": language})
    assert "2026-000123" in opened(a_failure(channel=channel), organisation).title


def test_the_same_failure_told_again_is_the_same_action() -> None:
    failure = a_failure()
    again = failure.model_copy(update={"at": FRIDAY_NIGHT, "reason": "other words"})
    assert opened(failure).id == opened(again).id


def test_another_channel_of_the_same_invoice_is_another_action() -> None:
    failure = a_failure()
    other = failure.model_copy(update={"channel": Channel.CHORUS_PRO})
    assert opened(failure).id != opened(other).id


def test_a_mail_that_failed_with_its_document_opens_no_action_of_its_own() -> None:
    fact = a_failure(code="no-document")
    assert action_after(fact, RULES[fact.type], place_of(BERLIN), FRIDAY_NIGHT) is None


def test_a_rule_says_kind_days_doer_and_whether_at_all() -> None:
    member = uuid4()
    rule = Rule(key="delivery-failed", kind="call", working_days=3, role="", assignee_id=member)
    failure = a_failure()
    action = action_after(failure, rule, place_of(BERLIN), FRIDAY_NIGHT)
    assert action
    assert (action.kind, action.assignee_id, action.due_on) == ("call", member, date(2026, 11, 9))
    off = rule.model_copy(update={"active": False})
    assert action_after(failure, off, place_of(BERLIN), FRIDAY_NIGHT) is None


def test_every_watched_fact_has_a_rule_and_names_fields_that_it_has() -> None:
    assert set(RULES) == {one.fact.type for one in WATCHED}
    for one in WATCHED:
        part = one.fact.model_fields[one.part].annotation if one.part else one.fact
        assert set(one.cause) <= set(part.model_fields)  # type: ignore[union-attr]


def test_it_is_due_on_the_next_working_day_where_the_organisation_is() -> None:
    assert opened(a_failure(at=FRIDAY_NIGHT)).due_on == date(2026, 11, 9)
    thursday_evening_in_utc = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    assert opened(a_failure(at=thursday_evening_in_utc)).due_on == date(2026, 11, 9)
    assert opened(a_failure(at=thursday_evening_in_utc), None).due_on == date(2026, 11, 6)


def test_a_public_holiday_of_the_organisations_country_is_no_working_day() -> None:
    in_france = BERLIN.model_copy(update={"address": Address(country="FR")})
    before_bastille_day = datetime(2026, 7, 13, 9, tzinfo=UTC)
    assert opened(a_failure(at=before_bastille_day), in_france).due_on == date(2026, 7, 15)
    assert opened(a_failure(at=before_bastille_day)).due_on == date(2026, 7, 14)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(["", "DE", "FR", "ZZ"]),
)
def test_working_days_are_weekdays_and_come_one_after_the_other(
    day: date, count: int, country: str
) -> None:
    found = working_days_after(day, count, country)
    assert found.weekday() < 5
    assert found > day
    assert working_days_after(found, 1, country) == working_days_after(day, count + 1, country)


def test_with_no_days_to_spare_it_is_due_the_same_day_or_after_the_weekend() -> None:
    assert working_days_after(date(2026, 11, 6), 0) == date(2026, 11, 6)
    assert working_days_after(date(2026, 11, 7), 0) == date(2026, 11, 9)
