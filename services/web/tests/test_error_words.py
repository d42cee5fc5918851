"""Every code that a service refuses something with has words in the pages' languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

from kontor_web import words
from kontor_web.languages import marked

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    file
    for place in ("chassis", "contracts", "services")
    for file in sorted((ROOT / place).rglob("*.py"))
    if not {"tests", "testing", "kontor_web"} & set(file.relative_to(ROOT).parts)
]
#: Calls that name a code, and at which place of their arguments.
CALLS = {"FieldError": 1, "PydanticCustomError": 0, "Problem": 0, "ValueProblem": 0}
#: Of requests that no page can make, or of files that the command line imports.
OF_MACHINES = {
    "not-a-cursor",
    "not-a-version",
    "version-needed",
    "webhook-signature",
    "invalid-input",
    "idempotency-key-reused",
    "not-empty",
    "older-topics",
    "unusable-backup",
}


def codes() -> Iterator[str]:
    for file in SOURCES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name), args=arguments) if name in CALLS:
                    yield from _literal(arguments[CALLS[name] :][:1])
                case ast.ClassDef(name=name, bases=bases) if name.endswith("Error"):
                    if any(isinstance(base, ast.Name) and base.id in DOMAIN for base in bases):
                        yield _kebab(name.removesuffix("Error"))


DOMAIN = {
    "DomainError",
    "InvalidInputError",
    "NotFoundError",
    "ConflictError",
    "NotAllowedError",
    "NotSignedInError",
}


def _literal(arguments: list[ast.expr]) -> Iterator[str]:
    for one in arguments:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value.replace("_", "-")


def _kebab(name: str) -> str:
    return "".join(f"-{one.lower()}" if one.isupper() else one for one in name).lstrip("-")


def test_every_code_of_an_error_has_words() -> None:
    known = {*words.ERRORS, *words.MISSING, *words.REFUSALS}
    assert sorted(set(codes()) - known - OF_MACHINES) == []


def test_words_are_marked_for_translation_so_that_no_catalogue_lacks_them() -> None:
    """That the catalogues have them is `test_wording`'s part."""
    assert all(marked(text) for text in {**words.ERRORS, **words.REFUSALS}.values())
