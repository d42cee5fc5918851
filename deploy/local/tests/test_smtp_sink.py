"""The mail server keeps what it accepts and does what it is told to recipients."""

import asyncio
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from kontor_local.smtp_verdicts import Rule, Verdict
from kontor_local.testing import SmtpSink


def a_mail(
    message_id: str = "<one@kontor.example>", to: str = "anna@customer.example"
) -> EmailMessage:
    mail = EmailMessage()
    mail["Message-ID"], mail["From"], mail["To"] = message_id, "billing@kontor.example", to
    mail["Subject"] = "Rechnung für März"
    mail.set_content("Grüße")
    return mail


async def send(sink: SmtpSink, mail: EmailMessage, timeout: float = 60) -> None:  # noqa: ASYNC109
    def talk() -> None:
        with smtplib.SMTP(sink.host, sink.port, timeout=timeout) as client:
            client.send_message(mail)

    await asyncio.to_thread(talk)


def names(sink: SmtpSink) -> list[str]:
    return [mail.name for mail in sink.mails()]


async def test_an_accepted_mail_is_kept_whole_with_its_envelope(smtp_sink: SmtpSink) -> None:
    await send(smtp_sink, a_mail())
    [path] = smtp_sink.mails()
    kept = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert kept["Delivered-To"] == "anna@customer.example"
    assert kept["Return-Path"] == "<billing@kontor.example>"
    assert kept["Subject"] == "Rechnung für März"
    assert kept.get_content().strip() == "Grüße"


async def test_a_mail_sent_twice_shows_as_two_files(smtp_sink: SmtpSink) -> None:
    await send(smtp_sink, a_mail())
    await send(smtp_sink, a_mail())
    assert names(smtp_sink) == ["one@kontor.example.2.eml", "one@kontor.example.eml"]


async def test_a_message_id_never_leaves_the_directory(smtp_sink: SmtpSink) -> None:
    await send(smtp_sink, a_mail("<../../etc/passwd@x>"))
    assert names(smtp_sink) == ["_.._etc_passwd@x.eml"]


async def test_a_refused_recipient_gets_the_reply_told(smtp_sink: SmtpSink) -> None:
    smtp_sink.obey(Rule(recipient="*@full.example", verdict=Verdict.REFUSE, reply="452 4.2.2 Full"))
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        await send(smtp_sink, a_mail(to="bob@full.example"))
    assert refused.value.recipients == {"bob@full.example": (452, b"4.2.2 Full")}
    await send(smtp_sink, a_mail())
    assert names(smtp_sink) == ["one@kontor.example.eml"]


async def test_a_mail_can_be_refused_after_its_data(smtp_sink: SmtpSink) -> None:
    rule = Rule(recipient="*", verdict=Verdict.REFUSE_DATA, reply="554 5.6.0 Not wanted")
    smtp_sink.obey(rule)
    with pytest.raises(smtplib.SMTPDataError, match="554"):
        await send(smtp_sink, a_mail())
    assert names(smtp_sink) == []


async def test_a_rule_can_meet_each_third_recipient(smtp_sink: SmtpSink) -> None:
    smtp_sink.obey(Rule(recipient="*", verdict=Verdict.REFUSE, every=3))
    everybody = [f"{number}@customer.example" for number in range(1, 7)]
    await send(smtp_sink, a_mail(to=", ".join(everybody)))
    [path] = smtp_sink.mails()
    kept = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert kept.get_all("Delivered-To") == [everybody[one] for one in (0, 1, 3, 4)]


async def test_a_rule_holds_only_as_often_as_told(smtp_sink: SmtpSink) -> None:
    smtp_sink.obey(Rule(recipient="*", verdict=Verdict.REFUSE, times=1))
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await send(smtp_sink, a_mail())
    await send(smtp_sink, a_mail())
    assert len(names(smtp_sink)) == 1


async def test_a_delayed_answer_outlasts_an_impatient_client(smtp_sink: SmtpSink) -> None:
    smtp_sink.obey(Rule(recipient="*", verdict=Verdict.DELAY, seconds=5))
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        await send(smtp_sink, a_mail(), timeout=0.2)


@pytest.mark.parametrize(("verdict", "kept"), [(Verdict.CUT, 0), (Verdict.KEEP_AND_CUT, 1)])
async def test_a_connection_cut_in_data_leaves_the_client_unsure(
    smtp_sink: SmtpSink, verdict: Verdict, kept: int
) -> None:
    smtp_sink.obey(Rule(recipient="*", verdict=verdict))
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        await send(smtp_sink, a_mail())
    assert len(names(smtp_sink)) == kept


async def test_the_greatest_mail_is_announced(smtp_sink: SmtpSink) -> None:
    def announced() -> str:
        with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=60) as client:
            client.ehlo()
            return client.esmtp_features["size"]

    assert await asyncio.to_thread(announced) == str(25 * 1024 * 1024)
