"""Bring the catalogues up to date: every text of templates and code, translations kept."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from kontor_contracts.values import Language
from kontor_web.languages import KEYWORDS

WEB = Path(__file__).resolve().parent / "kontor_web"
METHODS = [("**.html", "jinja2"), ("**.py", "python")]


def main() -> None:
    texts = texts_in_use()
    for language in (Language.FRENCH, Language.ENGLISH):
        file = WEB / "wording" / f"{language}.po"
        if file.exists():
            with file.open("rb") as stored:
                catalogue = read_po(stored, locale=language.value)
        else:
            catalogue = Catalog(locale=language.value, fuzzy=False, project="Kontor")
        catalogue.update(texts, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.revision_date = catalogue.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
        with file.open("wb") as written:
            write_po(written, catalogue, no_location=True, width=100, sort_output=True)


def texts_in_use() -> Catalog:
    """Every text that is marked for translation."""
    found = Catalog()
    for _, _, text, _, context in extract_from_dir(
        WEB,
        method_map=METHODS,
        keywords=KEYWORDS,
        options_map={"**.html": {"silent": "false", "newstyle_gettext": "true"}},
    ):
        found.add(text, context=context)
    return found


if __name__ == "__main__":
    main()
