"""The mail, read by the standard library's parser as a receiver would."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from kontor_contracts.billing.invoice import CollectionWay
from kontor_contracts.customers.party import DeliveryMethod, RecipientRole
from kontor_contracts.values import Language
from kontor_delivery.model.mail.answers import Answer, after_attempt
from kontor_delivery.model.mail.delivery import MailDelivery, mail_of
from kontor_delivery.model.mail.message import Enclosure, compose, is_writable, unwritable
from kontor_delivery.testing.facts import MOMENT, SELLER, a_collection, a_fact, a_mail, a_recipient

PDF = b"%PDF-1.7 made up"
LINK = "https://delivery.example/linked/abc"


def received(mail: MailDelivery, enclosure: Enclosure | None = None) -> EmailMessage:
    message = compose(mail, enclosure or Enclosure(pdf=PDF), sender=SELLER.email, now=MOMENT)
    return message_from_bytes(message.as_bytes(), policy=policy.default)  # type: ignore[return-value]


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content())


def a_notice(**changes: object) -> MailDelivery:
    return a_mail(method=DeliveryMethod.EMAIL_NOTICE, **changes)


def test_the_document_is_attached_under_the_invoices_number() -> None:
    mail = a_mail()
    (attachment,) = received(mail).iter_attachments()
    assert attachment.get_filename() == f"{mail.invoice_number}.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_payload(decode=True) == PDF


def test_a_notice_carries_the_link_in_text_and_html_and_no_attachment() -> None:
    message = received(a_notice(), Enclosure(link=LINK))
    html = message.get_body(("html",))
    assert html
    assert not list(message.iter_attachments())
    assert LINK in text_of(message)
    assert f'href="{LINK}"' in html.get_content()


def test_all_recipients_are_on_one_mail_by_their_roles() -> None:
    copy = a_recipient("copy@example.org", name="Jürgen", role=RecipientRole.CC)
    message = received(a_mail(a_recipient("main@example.org"), copy))
    assert [one.addr_spec for one in message["To"].addresses] == ["main@example.org"]
    assert [one.display_name for one in message["Cc"].addresses] == ["Jürgen"]


def test_copies_alone_are_addressed_directly() -> None:
    message = received(a_mail(a_recipient("copy@example.org", role=RecipientRole.CC)))
    assert [one.addr_spec for one in message["To"].addresses] == ["copy@example.org"]
    assert message["Cc"] is None


def test_the_same_delivery_always_has_the_same_message_id() -> None:
    fact = a_fact(a_recipient())
    mails = [
        mail_of(fact, fact.delivery.method, domain="kontor.example", now=MOMENT) for _ in range(2)
    ]
    assert received(mails[0])["Message-ID"] == received(mails[1])["Message-ID"]


@pytest.mark.parametrize(
    ("language", "subject", "amount"),
    [
        (Language.GERMAN, "Rechnung", "59,38"),
        (Language.FRENCH, "Facture", "59,38"),
        (Language.ENGLISH, "Invoice", "59.38"),
    ],
)
@pytest.mark.parametrize("method", [DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE])
def test_the_mail_speaks_the_contacts_language(
    language: Language, subject: str, amount: str, method: DeliveryMethod
) -> None:
    mail = a_mail(a_recipient(language=language), method=method)
    message = received(mail, Enclosure(link=LINK))
    assert subject.lower() in message["Subject"].lower()
    assert amount in text_of(message)


def test_who_is_debited_is_not_asked_to_pay() -> None:
    debit = a_collection(way=CollectionWay.SEPA_FILE)
    fact = a_fact(a_recipient(), collections=(debit,))
    mail = mail_of(fact, fact.delivery.method, domain="kontor.example", now=MOMENT)
    assert "ziehen den Betrag" in text_of(received(mail))


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: everyone@example.org",
        "Eve\nX-Evil: 1\n\nbody",
        'Eve "; <other@example.org>, "',
        "\x00Eve\u2028Bcc: everyone@example.org",
    ],
)
def test_no_name_injects_a_header_or_an_address(name: str) -> None:
    message = received(a_mail(a_recipient("eve@example.org", name=name)))
    assert [one.addr_spec for one in message["To"].addresses] == ["eve@example.org"]
    assert message["Bcc"] is None
    assert message["X-Evil"] is None


@pytest.mark.parametrize(
    "name", ["שירה כהן", "محمد الأحمد", "Zoë 🧾🎉", "Société d'Exploitation « L'Été »", "x" * 400]
)
def test_names_of_any_script_and_length_arrive_whole(name: str) -> None:
    message = received(a_mail(a_recipient(name=name)))
    assert message["To"].addresses[0].display_name == name
    assert name in text_of(message).replace("\n", "")


def test_markup_in_a_name_stays_text_in_html() -> None:
    html = received(a_mail(a_recipient(name="<b>Eve</b>"))).get_body(("html",))
    assert html
    assert "&lt;b&gt;Eve" in html.get_content()


@pytest.mark.parametrize(
    "email",
    [
        "no-at-sign",
        "a@b@c.example",
        "line\r\n@example.org",
        "x" * 65 + "@example.org",
        "x@" + "y" * 250 + ".org",
        "@example.org",
        "",
    ],
)
def test_an_address_that_cannot_be_written_is_refused_by_name(email: str) -> None:
    assert not is_writable(email)
    refusals = unwritable(a_mail(a_recipient(email)).pending)
    assert refusals[email].refuses_for_good


def test_an_international_address_is_written_in_utf8() -> None:
    message = compose(
        a_mail(a_recipient("jürgen@müller.example")),
        Enclosure(pdf=PDF),
        sender=SELLER.email,
        now=MOMENT,
    )
    assert "jürgen@müller.example".encode() in message.as_bytes()


def test_an_address_that_the_server_refused_keeps_no_ascii_mail_from_the_others() -> None:
    foreign = "jürgen@müller.example"
    mail = a_mail(a_recipient("here@example.org"), a_recipient(foreign))
    answers = {foreign: Answer(553, "SMTPUTF8 not supported")}
    later = after_attempt(mail, answers, now=MOMENT, patience=timedelta(days=4))
    assert [one.email for one in later.pending] == ["here@example.org"]
    message = received(later)
    assert [one.addr_spec for one in message["To"].addresses] == ["here@example.org"]
    assert compose(later, Enclosure(), sender=SELLER.email, now=MOMENT).as_bytes().isascii()
