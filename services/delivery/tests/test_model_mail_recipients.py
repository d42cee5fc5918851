"""Who gets a mail: frozen at issue, but nobody who left."""

from uuid import uuid4

from kontor_contracts.customers.party import DeliveryMethod, RecipientRole
from kontor_delivery.model.mail.admission import admitted, needs_link
from kontor_delivery.model.mail.answers import settled
from kontor_delivery.model.mail.delivery import mail_of
from kontor_delivery.model.mail.recipients import without_bounced, without_inactive
from kontor_delivery.model.states import State
from kontor_delivery.testing.facts import MOMENT, a_fact, a_mail, a_recipient


def test_an_inactive_contact_is_dropped_by_name() -> None:
    stays, left = a_recipient("stays@example.org"), a_recipient("left@example.org")
    mail = without_inactive(a_mail(stays, left), {left.contact_id})
    assert [one.email for one in mail.addressed] == ["stays@example.org"]
    assert mail.recipients[1].words == "no longer an active contact"


def test_an_address_that_is_known_to_bounce_is_left_out_with_the_reason() -> None:
    alive, dead = a_recipient("alive@example.org"), a_recipient("dead@example.org")
    mail = without_bounced(a_mail(alive, dead), {dead.contact_id: "came back: 5.1.1"})
    assert mail.to == ("alive@example.org",)
    assert (mail.code, mail.reason) == ("address-bounced", "dead@example.org: came back: 5.1.1")
    assert not without_bounced(a_mail(dead), {dead.contact_id: "came back"}).pending


def test_a_mail_whose_contacts_all_left_fails() -> None:
    left = a_recipient()
    mail = settled(without_inactive(a_mail(left), {left.contact_id}))
    assert (mail.state, mail.code) == (State.FAILED, "no-recipient")


def test_a_contact_that_is_not_known_yet_is_kept() -> None:
    assert without_inactive(a_mail(), {uuid4()}).pending


def test_a_mail_without_recipients_fails_at_once() -> None:
    fact = a_fact()
    mail = mail_of(fact, fact.delivery.method, domain="kontor.example", now=MOMENT)
    assert admitted(mail, None).code == "no-recipient"


def test_one_mailbox_gets_one_copy() -> None:
    main = a_recipient("same@example.org")
    copy = a_recipient("Same@Example.org", role=RecipientRole.CC)
    assert [one.role for one in a_mail(main, copy).recipients] == [RecipientRole.TO]


def test_a_mail_waits_for_its_document_and_fails_with_it() -> None:
    mail = a_mail(state=State.AWAITING_DOCUMENT)
    assert admitted(mail, None).state is State.AWAITING_DOCUMENT
    assert admitted(mail, State.PENDING).state is State.AWAITING_DOCUMENT
    assert admitted(mail, State.ISSUED).state is State.QUEUED
    assert admitted(mail, State.FAILED).code == "no-document"


def test_a_notice_needs_a_link_unless_everybody_has_the_portal() -> None:
    notice = {"method": DeliveryMethod.EMAIL_NOTICE}
    member, guest = a_recipient("m@example.org", has_portal=True), a_recipient("g@example.org")
    assert needs_link(a_mail(member, guest, **notice), has_portal=True)
    assert not needs_link(a_mail(member, **notice), has_portal=True)
    assert needs_link(a_mail(member, **notice), has_portal=False)
    assert not needs_link(a_mail(guest), has_portal=False)
