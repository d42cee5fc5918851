"""The words of a mail, in the contact's language: a template per method and language."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.values import Language

from kontor_delivery.model.figures import day, money
from kontor_delivery.model.mail.delivery import MailDelivery

TEMPLATES = "model/mail/templates"
#: Templates of the own organisation that are kept ready: two methods, three languages, and drafts.
KEPT = 32


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class TextValues:
    """What a template may name."""

    number: str
    seller: str
    #: Of the contact; empty where several are addressed.
    name: str
    amount: str
    due_on: str
    issued_on: str
    #: Nobody has to pay by hand.
    collected: bool
    #: Of a notice.
    link: str


def words_of(mail: MailDelivery, *, link: str, own: str = "") -> Words:
    """In the own organisation's words, where it has any."""
    text = own or standard_text(mail.method, mail.language)
    return written(text, _values(mail, link), mail.language)


def written(text: str, values: TextValues, language: Language) -> Words:
    """Subject, plain text and HTML. A template's first line is the subject, then paragraphs."""
    subject, _, body = _compiled(text).render(asdict(values)).partition("\n")
    subject = one_line(subject)
    paragraphs = [stripped for part in body.split("\n\n") if (stripped := part.strip())]
    html = _layout().render(
        language=language, subject=subject, paragraphs=paragraphs, link=values.link
    )
    return Words(subject=subject, text="\n\n".join(paragraphs) + "\n", html=html)


@cache
def standard_text(method: DeliveryMethod, language: Language) -> str:
    file = files("kontor_delivery").joinpath(TEMPLATES, f"{method}.{language}.txt")
    return file.read_text(encoding="utf-8")


def sample_values(
    language: Language, *, collected: bool, seller: str = "Muster GmbH"
) -> TextValues:
    """Of an invoice that does not exist."""
    return TextValues(
        number="2026-000123",
        seller=one_line(seller),
        name="Erika Muster",
        amount=money(Decimal("1234.56"), "EUR", language),
        due_on=day(date(2026, 11, 16), language),
        issued_on=day(date(2026, 11, 2), language),
        collected=collected,
        link="https://kontor.example/linked/abc",
    )


@lru_cache(maxsize=KEPT)
def _compiled(text: str) -> Template:
    """Plain text: the layout escapes it for HTML."""
    plain = Environment(
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return plain.from_string(text)


@cache
def _layout() -> Template:
    environment = Environment(
        loader=PackageLoader("kontor_delivery", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("layout.html")


def one_line(text: str) -> str:
    """`text` without line ends and other control characters: it goes into a header or a line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _values(mail: MailDelivery, link: str) -> TextValues:
    content, language = mail.content, mail.language
    alone = len(mail.addressed) == 1
    return TextValues(
        number=content.number,
        seller=one_line(content.seller),
        name=one_line(mail.addressed[0].name) if alone else "",
        amount=money(content.gross, content.currency, language),
        due_on=day(content.due_on, language),
        issued_on=day(content.issued_on, language),
        collected=content.collected,
        link=link,
    )
