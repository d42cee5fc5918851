"""Reports of undelivered mails as the usual servers write them."""

from uuid import uuid4

import pytest
from kontor_delivery.model.mail.bounce import Bounce, BouncedAddress, read_bounce
from kontor_delivery.model.mail.bounced import after_bounce, newly_bounced
from kontor_delivery.model.mail.delivery import MailDelivery, RecipientState
from kontor_delivery.model.states import State
from kontor_delivery.testing.bounces import EXIM, QMAIL, a_dsn
from kontor_delivery.testing.facts import MOMENT, a_mail, a_recipient, the

ORIGINAL = "<8ff1@kontor.example>"


def a_sent_mail(*emails: str) -> MailDelivery:
    mail = a_mail(*(a_recipient(one) for one in emails))
    accepted = tuple(
        one.model_copy(update={"state": RecipientState.ACCEPTED}) for one in mail.recipients
    )
    return mail.with_changes(state=State.SENT, recipients=accepted)


def a_bounce(email: str, status: str, report_id: str = "") -> Bounce:
    address = BouncedAddress(email, status, "550 no such user")
    return Bounce(report_id or f"<{uuid4()}@mx.example>", ORIGINAL, (address,))


def test_a_dsn_names_mail_address_status_and_words() -> None:
    bounce = read_bounce(a_dsn(ORIGINAL, "gone@example.org"))
    assert bounce
    assert bounce.message_id == ORIGINAL
    (address,) = bounce.addresses
    assert (address.email, address.status) == ("gone@example.org", "5.1.1")
    assert address.reason == "550 5.1.1 No such user"
    assert address.is_hard


def test_a_delay_is_soft_whatever_status_comes_with_it() -> None:
    bounce = read_bounce(a_dsn(ORIGINAL, "slow@example.org", action="delayed"))
    assert bounce
    assert not bounce.addresses[0].is_hard


@pytest.mark.parametrize("form", [QMAIL, EXIM], ids=["qmail", "exim"])
def test_free_forms_are_understood(form: str) -> None:
    bounce = read_bounce(form.format(message_id=ORIGINAL).encode())
    assert bounce
    assert bounce.message_id == ORIGINAL
    (address,) = bounce.addresses
    assert (address.email, address.is_hard) == ("gone@example.org", True)


@pytest.mark.parametrize(
    ("status", "hard"),
    [("5.1.1", True), ("5.1.10", True), ("5.2.2", False), ("5.7.1", False), ("4.4.1", False)],
)
def test_only_what_is_wrong_with_the_address_is_hard(status: str, hard: bool) -> None:  # noqa: FBT001
    assert BouncedAddress("a@example.org", status, "").is_hard is hard


@pytest.mark.parametrize("raw", [
    b"", b"\xff\xfe", b"From: kim@example.org\nSubject: Re: Rechnung\n\nDanke! gone@example.org",
    b"From: kim@example.org\nAuto-Submitted: auto-replied\nIn-Reply-To: <a@b>\n\nOut of office",
])  # fmt: skip
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_a_mail_that_came_back_from_everybody_is_bounced() -> None:
    mail = a_sent_mail("gone@example.org")
    bounced = after_bounce(mail, a_bounce("Gone@Example.org", "5.1.1"))
    assert (bounced.state, bounced.code) == (State.BOUNCED, "bounced")
    (fact,) = newly_bounced(mail, bounced, MOMENT)
    assert fact.contact_id == mail.recipients[0].contact_id


def test_a_mail_that_reached_somebody_stays_sent_and_says_whom_it_missed() -> None:
    mail = a_sent_mail("gone@example.org", "here@example.org")
    bounced = after_bounce(mail, a_bounce("gone@example.org", "5.1.1"))
    assert (bounced.state, bounced.code) == (State.SENT, "partly-bounced")
    assert "gone@example.org" in bounced.reason


def test_soft_bounces_count_and_the_same_report_counts_once() -> None:
    report = a_bounce("full@example.org", "5.2.2", report_id="<1@mx.example>")
    mail = after_bounce(a_sent_mail("full@example.org"), report)
    mail = after_bounce(mail, report)
    assert (mail.state, the(mail, "full@example.org").soft_bounces) == (State.SENT, 1)
