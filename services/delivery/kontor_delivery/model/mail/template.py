"""A mail's text as the own organisation wrote it: checked when it is saved, never when it is sent.

A template may name values and ask `if`; nothing else, so none can loop, call or reach anything.
"""

from collections.abc import Iterator
from dataclasses import fields
from traceback import extract_tb

from jinja2 import Environment, TemplateSyntaxError, nodes
from kontor_contracts.customers.party import DeliveryMethod
from kontor_contracts.errors import FieldError
from kontor_contracts.values import Language, Value

from kontor_delivery.model.mail.texts import TextValues, Words, sample_values, written

LONGEST = 10_000
VALUES = tuple(one.name for one in fields(TextValues))
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


class MailTemplate(Value):
    """`id` is method and language; an empty text stands for the one that comes with Kontor."""

    id: str
    version: int = 0
    text: str = ""


def template_id(method: DeliveryMethod, language: Language) -> str:
    return f"{method}.{language}"


def template_faults(
    text: str, method: DeliveryMethod, language: Language
) -> tuple[FieldError, ...]:
    """Everything wrong with a text, each with its line; empty where mails can be made of it."""
    if len(text) > LONGEST:
        return (_fault("too-long", f"At most {LONGEST} characters are possible."),)
    try:
        parsed = Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return (_fault("not-readable", f"Line {error.lineno}: {error.message}"),)
    found = tuple(_foreign(parsed)) or tuple(_missing(text, parsed, method, language))
    return tuple(dict.fromkeys(found))


def _foreign(parsed: nodes.Template) -> Iterator[FieldError]:
    for node in parsed.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            what = type(node).__name__.lower()
            yield _fault(
                "not-allowed",
                f"Line {node.lineno}: `{what}` is not possible; name values, and ask `if`.",
            )
        elif isinstance(node, nodes.Name) and node.name not in VALUES:
            known = ", ".join(VALUES)
            yield _fault(
                "unknown-value", f"Line {node.lineno}: there is no {node.name}; there are {known}."
            )


def _missing(
    text: str, parsed: nodes.Template, method: DeliveryMethod, language: Language
) -> Iterator[FieldError]:
    named = {node.name for node in parsed.find_all(nodes.Name)}
    if method is DeliveryMethod.EMAIL_NOTICE and "link" not in named:
        yield _fault("no-link", "A notice needs {{ link }}: it is all the reader gets.")
    for collected in (True, False):
        try:
            words = written(text, sample_values(language, collected=collected), language)
        except TypeError as error:
            yield _fault("not-comparable", f"Line {_line_of(error)}: {error}")
        else:
            yield from _empty(words)


def _empty(words: Words) -> Iterator[FieldError]:
    if not words.subject:
        yield _fault("no-subject", "Line 1: the subject is empty.")
    if not words.text.strip():
        yield _fault("no-text", "Line 2: below the subject there is no text.")


def _line_of(error: TypeError) -> int | None:
    """Jinja lets the trace end in the template's own lines."""
    return extract_tb(error.__traceback__)[-1].lineno


def _fault(code: str, message: str) -> FieldError:
    return FieldError("text", code, message)
