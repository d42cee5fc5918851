"""Own texts of mails: what is refused, with the line, and what a mail made of one says."""

import pytest
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Language
from kontor_delivery.model.mail.delivery import METHODS
from kontor_delivery.model.mail.template import template_faults
from kontor_delivery.model.mail.texts import sample_values, standard_text, words_of, written
from kontor_delivery.testing.facts import a_mail

ATTACHMENT, NOTICE = DeliveryMethod.EMAIL_ATTACHMENT, DeliveryMethod.EMAIL_NOTICE
GERMAN = Language.GERMAN


def faults(text: str, method: DeliveryMethod = ATTACHMENT) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in template_faults(text, method, GERMAN)]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("method", sorted(METHODS))
def test_kontors_own_texts_have_no_faults(method: DeliveryMethod, language: Language) -> None:
    assert template_faults(standard_text(method, language), method, language) == ()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Hello\n\n{% if collected %}\nfree", "not-readable", "Line 3"),
        ("Hello\n\n{{ number", "not-readable", "Line 3"),
        ("Hello\n\nDear {{ nom }}", "unknown-value", "Line 3: there is no nom"),
        ("Hello\n{% for x in number %}a{% endfor %}", "not-allowed", "Line 2: `for`"),
        ("Hello\n\n{{ number.__class__ }}", "not-allowed", "Line 3: `getattr`"),
        ("Hello\n\n{{ range(9) }}", "not-allowed", "Line 3: `call`"),
        ("Hello\n\n{% if number > 3 %}\nmany\n{% endif %}", "not-comparable", "Line 3: '>' not"),
        ("Hello\n\n{% if name in 5 %}a{% endif %}", "not-comparable", "Line 3"),
        ("Hello\n\n{{ number|upper }}", "not-allowed", "Line 3: `filter`"),
        ("{% if collected %}Hello{% endif %} \n\ntext", "no-subject", "Line 1"),
        ("Hello\n\n \n", "no-text", "Line 2"),
        ("Hello\n" + "x" * 10_001, "too-long", "10000"),
    ],
)
def test_a_broken_text_is_refused_with_its_place(text: str, code: str, words: str) -> None:
    found = faults(text)
    assert any(one == code and words in message for one, message in found), found


def test_a_notice_without_its_link_is_refused() -> None:
    assert [code for code, _ in faults("Hello\n\nIt is there.", NOTICE)] == ["no-link"]
    assert faults("Hello\n\nIt is there: {{ link }}", NOTICE) == []


def test_all_unknown_values_are_named_at_once() -> None:
    found = faults("{{ a }}\n\n{{ b }}")
    assert [message.partition(":")[0] for _, message in found] == ["Line 1", "Line 3"]


def test_the_own_text_is_what_the_mail_says_and_its_markup_stays_text() -> None:
    own = "Post: {{ number }}\n\nMoin {{ name }} & <b>Crew</b>!\n\nBis bald"
    mail = a_mail()
    words = words_of(mail, link="", own=own)
    assert words.subject == f"Post: {mail.invoice_number}"
    assert words.text == "Moin Ayşe Öztürk & <b>Crew</b>!\n\nBis bald\n"
    assert "<p>Moin Ayşe Öztürk &amp; &lt;b&gt;Crew&lt;/b&gt;!</p>" in words.html


@pytest.mark.parametrize(
    ("language", "amount"),
    [(Language.GERMAN, "1.234,56"), (Language.FRENCH, "234,56"), (Language.ENGLISH, "1,234.56")],
)
def test_a_preview_speaks_each_language(language: Language, amount: str) -> None:
    values = sample_values(language, collected=False)
    assert amount in written(standard_text(NOTICE, language), values, language).text
