"""The words of a mail, in the contact's language: a template per method and language."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from kontor_delivery.model.figures import day, money
from kontor_delivery.model.mail.delivery import MailDelivery

TEMPLATES = "model/mail/templates"


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    html: str


@cache
def templates() -> Environment:
    return Environment(
        loader=PackageLoader("kontor_delivery", TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def words_of(mail: MailDelivery, *, link: str) -> Words:
    """Subject, plain text and HTML. A template's first line is the subject, then paragraphs."""
    template = templates().get_template(f"{mail.method}.{mail.language}.txt")
    subject, _, text = template.render(_values(mail, link)).partition("\n")
    paragraphs = [part.strip() for part in text.strip().split("\n\n")]
    html = (
        templates()
        .get_template("layout.html")
        .render(language=mail.language, subject=subject, paragraphs=paragraphs, link=link)
    )
    return Words(subject=subject.strip(), text="\n\n".join(paragraphs) + "\n", html=html)


def one_line(text: str) -> str:
    """`text` without line ends and other control characters: it goes into a header or a line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _values(mail: MailDelivery, link: str) -> dict[str, object]:
    content, language = mail.content, mail.language
    alone = len(mail.addressed) == 1
    return {
        "number": content.number,
        "seller": one_line(content.seller),
        "name": one_line(mail.addressed[0].name) if alone else "",
        "amount": money(content.gross, content.currency, language),
        "due_on": day(content.due_on, language),
        "issued_on": day(content.issued_on, language),
        "collected": content.collected,
        "link": link,
    }
