"""Pages from templates, in the language of whoever asks."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from kontor_contracts.values import Language

from kontor_web import billing_words, words
from kontor_web.files import fingerprints
from kontor_web.languages import NAMES, Formats, language_of, translated, translations
from kontor_web.navigation import entries_for
from kontor_web.zones import STANDARD

TEMPLATES = Path(__file__).parent / "templates"
TOLD = "kontor-told"
WORDS = SimpleNamespace(**{**vars(billing_words), **vars(words)})
SEE_OTHER = 303


class Renderer:
    """One Jinja environment a language: a template is compiled with its words."""

    def __init__(self) -> None:
        versions = fingerprints()
        self._environments = {one: _environment(one, versions) for one in Language}

    def render(self, language: Language, template: str, context: Mapping[str, object]) -> str:
        return self._environments[language].get_template(template).render(context)


def _environment(language: Language, versions: Mapping[str, str]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = translations(language)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # by the extension

    def static(name: str) -> str:
        return f"/static/{name}?v={versions[name]}"

    def word(text: str) -> str:
        return translated(language, text)

    environment.globals.update(
        language=language.value,
        languages=NAMES,
        static=static,
        words=WORDS,
        translate=word,
    )
    environment.filters["word"] = word
    return environment


def page(request: Request, template: str, *, status: int = 200, **context: object) -> Response:
    """A page; what was told with the redirect that led here is shown once."""
    person = getattr(request.state, "person", None)
    told = request.cookies.get(TOLD, "")
    around: dict[str, object] = {
        "person": person,
        "navigation": entries_for(person),
        "path": request.url.path,
        "here": here(request),
        "told": words.TOLD.get(told, ""),
        "typed_search": request.query_params.get("q", ""),
    }
    language = language_of(request)
    zone = getattr(request.state, "zone", STANDARD)
    around["say"] = Formats(language, zone)
    renderer: Renderer = request.app.state.renderer
    body = renderer.render(language, template, {**around, **context})
    response = HTMLResponse(body, status)
    if told:
        response.delete_cookie(TOLD)
    return response


def here(request: Request) -> str:
    """The page's own address, to come back to it."""
    query = request.url.query if request.method == "GET" else ""
    return f"{request.url.path}?{query}" if query else request.url.path


def redirected(path: str, told: str = "") -> Response:
    """To a page after something was done (post, redirect, get)."""
    response = RedirectResponse(path, SEE_OTHER)
    if told:
        response.set_cookie(TOLD, told, max_age=30, httponly=True, samesite="lax")
    return response
