"""Elements in the order in which they are written down; one without content does not come about."""

import re
from decimal import Decimal

from lxml.etree import Element, QName, _Element, indent, tostring

#: Beyond the characters of XML 1.0: controls, halves of surrogate pairs, two non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Vocabulary:
    """The elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def leaf(self, name: str, text: object, /, **attributes: str) -> _Element | None:
        """An element with text; none where the text is empty. Empty attributes are left out."""
        content = clean(str(text))
        if not content:
            return None
        given = {key: kept for key, value in attributes.items() if (kept := clean(value))}
        element = Element(QName(self._namespace, name), given)
        element.text = content
        return element

    def branch(self, name: str, /, *children: _Element | None) -> _Element | None:
        """An element around others; none where none of them came about."""
        present = [child for child in children if child is not None]
        if not present:
            return None
        element = Element(QName(self._namespace, name))
        element.extend(present)
        return element


def document(name: QName, prefixes: dict[str | None, str], *children: _Element | None) -> bytes:
    root = Element(name, nsmap=prefixes)
    root.extend([child for child in children if child is not None])
    indent(root)
    return tostring(root, xml_declaration=True, encoding="UTF-8")


def clean(text: str) -> str:
    """`text` without outer blanks and without what XML cannot hold."""
    return _UNPRINTABLE.sub("", text).strip()


def decimal(value: Decimal) -> str:
    """`1.5`, never `1.50` nor `15E-1`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cents(value: Decimal) -> str:
    """An amount, two decimals."""
    return f"{value:.2f}"
