"""The sheet as HTML; every text is escaped and stripped of what no font can show."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from kontor_delivery.gateways.rendering.glyphs import printable
from kontor_delivery.gateways.rendering.sheet import Sheet


def html_of(sheet: Sheet, *, logo: str = "") -> str:
    return _template().render(sheet=sheet, logo=logo)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=_shown,
        loader=PackageLoader("kontor_delivery.gateways.rendering"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("invoice.html")


def _shown(value: object) -> object:
    return value if isinstance(value, Markup) else printable(str(value))
