"""What the mail server's answers make of a mail."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from kontor_delivery.model.mail.answers import Answer, after_attempt, pause_after
from kontor_delivery.model.mail.delivery import MailDelivery
from kontor_delivery.model.states import State
from kontor_delivery.testing.facts import MOMENT, a_mail, a_recipient

FOUR_DAYS = timedelta(days=4)
ACCEPTED = Answer(250, "2.0.0 Ok")
UNKNOWN_USER = Answer(550, "5.1.1 no such user")
GREYLISTED = Answer(451, "4.7.1 try again later")
BROKEN_OFF = Answer(0, "connection lost")


def answered(mail: MailDelivery, *answers: Answer, after: timedelta = timedelta()) -> MailDelivery:
    by_address = {one.email: answer for one, answer in zip(mail.pending, answers, strict=True)}
    return after_attempt(mail, by_address, now=MOMENT + after, patience=FOUR_DAYS)


def a_mail_to_two() -> MailDelivery:
    return a_mail(a_recipient("first@example.org"), a_recipient("second@example.org"))


def test_an_accepted_mail_is_sent() -> None:
    mail = answered(a_mail(), ACCEPTED)
    assert (mail.state, mail.reason) == (State.SENT, "")


def test_a_mail_refused_for_good_fails_with_the_servers_words() -> None:
    mail = answered(a_mail(a_recipient("who@example.org")), UNKNOWN_USER)
    assert (mail.state, mail.code) == (State.FAILED, "refused")
    assert mail.reason == "who@example.org: 550 5.1.1 no such user"


def test_a_mail_refused_for_now_is_tried_again_later() -> None:
    mail = answered(a_mail(), GREYLISTED)
    assert mail.state is State.QUEUED
    assert mail.due_at > MOMENT
    assert "try again later" in mail.reason


def test_a_broken_conversation_is_tried_again() -> None:
    assert answered(a_mail(), BROKEN_OFF).state is State.QUEUED


def test_after_days_of_refusals_the_mail_fails_with_the_last_words() -> None:
    mail = answered(a_mail(), GREYLISTED, after=FOUR_DAYS)
    assert mail.state is State.FAILED
    assert "try again later" in mail.reason


def test_one_reached_recipient_is_enough_and_the_other_is_named() -> None:
    mail = answered(a_mail_to_two(), ACCEPTED, UNKNOWN_USER)
    assert (mail.state, mail.code) == (State.SENT, "partly-refused")
    assert mail.to == ("first@example.org",)
    assert mail.reason == "second@example.org: 550 5.1.1 no such user"


def test_only_those_put_off_are_tried_again() -> None:
    mail = answered(a_mail_to_two(), ACCEPTED, GREYLISTED)
    assert mail.state is State.QUEUED
    assert [one.email for one in mail.pending] == ["second@example.org"]
    again = answered(mail, ACCEPTED)
    assert again.to == ("first@example.org", "second@example.org")


@given(st.lists(st.sampled_from([ACCEPTED, UNKNOWN_USER, GREYLISTED, BROKEN_OFF]), min_size=1))
def test_a_mail_waits_exactly_while_somebody_may_still_get_it(answers: list[Answer]) -> None:
    recipients = [a_recipient(f"r{n}@example.org") for n in range(len(answers))]
    mail = answered(a_mail(*recipients), *answers)
    assert (mail.state is State.QUEUED) == bool(mail.pending)


@given(st.integers(min_value=0, max_value=10_000))
def test_pauses_grow_and_stay_below_a_working_day(attempts: int) -> None:
    assert pause_after(attempts) <= pause_after(attempts + 1) <= timedelta(hours=4)
