"""Which facts open which actions."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.delivery.delivery import Channel, DeliveryFailed
from kontor_contracts.tasks.action import Action
from kontor_contracts.values import Language
from kontor_tasks.model.facts import action_after
from kontor_tasks.model.working_days import next_working_day

FRIDAY_NIGHT = datetime(2026, 11, 6, 23, 30, tzinfo=UTC)
BERLIN = Organisation(version=1, name="Nordlicht Netze", time_zone="Europe/Berlin")


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


def opened(failure: DeliveryFailed, organisation: Organisation | None = BERLIN) -> Action:
    action = action_after(failure, organisation)
    assert action
    return action


def test_a_failed_delivery_is_for_accounting_and_names_invoice_and_reason() -> None:
    failure = a_failure()
    action = opened(failure)
    assert (action.kind, action.role) == ("delivery-failed", "accounting")
    assert action.title == "Rechnung 2026-000123 nicht zugestellt: E-Mail"
    assert action.description == failure.reason
    assert (action.party_id, action.invoice_id) == (failure.party_id, failure.invoice_id)


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
    assert action_after(a_failure(code="no-document"), BERLIN) is None


def test_it_is_due_on_the_next_working_day_where_the_organisation_is() -> None:
    assert opened(a_failure(at=FRIDAY_NIGHT)).due_on == date(2026, 11, 9)
    thursday_evening_in_utc = datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    assert opened(a_failure(at=thursday_evening_in_utc)).due_on == date(2026, 11, 9)
    assert opened(a_failure(at=thursday_evening_in_utc), None).due_on == date(2026, 11, 6)


@given(st.dates())
def test_the_next_working_day_is_a_weekday_within_three_days(day: date) -> None:
    if day < date(9999, 12, 28):
        following = next_working_day(day)
        assert following.weekday() < 5
        assert 1 <= (following - day).days <= 3
