"""Elements of ISO 20022 messages of any version, found by their local names."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kontor_contracts.values import cents
from lxml import etree


def every(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    if not names:
        yield element
        return
    for child in element:
        if name_of(child) == names[0]:
            yield from every(child, *names[1:])


def find(element: etree._Element, path: str) -> etree._Element | None:
    return next(every(element, *path.split("/")), None)


def text_of(element: etree._Element, path: str) -> str:
    found = find(element, path)
    return (found.text or "").strip() if found is not None else ""


def first_text(element: etree._Element, *paths: str) -> str:
    """Of the first of the paths that has one."""
    return next((text for path in paths if (text := text_of(element, path))), "")


def amount_at(element: etree._Element, *paths: str) -> Decimal | None:
    """Of the first of the paths that is there."""
    found = next((one for path in paths if (one := find(element, path)) is not None), None)
    return None if found is None else money(found)


def day_at(element: etree._Element, path: str) -> date | None:
    """None where it is not there."""
    text = text_of(element, path)
    return date.fromisoformat(text[:10]) if text else None


def money(element: etree._Element) -> Decimal:
    return cents(Decimal((element.text or "").strip()))


def charges_of(element: etree._Element) -> Decimal:
    """`Chrgs/Amt` in version 2, `Chrgs/Rcrd/Amt` later."""
    found = [*every(element, "Chrgs", "Amt"), *every(element, "Chrgs", "Rcrd", "Amt")]
    return sum((money(one) for one in found), Decimal(0))


def name_of(element: etree._Element | None) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname
