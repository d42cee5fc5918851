"""Finds German that was left over on a page of another language."""

import re
from functools import cache
from typing import TypedDict

from babel.messages.pofile import read_po
from kontor_contracts.values import Language
from kontor_web.languages import WORDING

#: Words that no sentence of ours is without for long, and that are none in French or English.
COMMON = frozenset(
    {
        "aber", "auf", "auch", "aus", "bei", "beim", "bitte", "bleibt", "das", "der",
        "einem", "einen", "einer", "eines", "fehlt", "für", "gibt", "hier", "ihre", "ihren", "ist",
        "jetzt", "kann", "kein", "keine", "mehr", "mit", "nach", "nicht", "noch", "nur",
        "sich", "sie", "sind", "und", "vom", "von", "weil", "wenn", "werden", "wird",
        "wurde", "zu", "zum", "zur", "über",
    }
)  # fmt: skip
#: Gives what is read on the page or told by it, but for what says that it is of another language
#: or a record's own words (`translate=no`); `fixed` is what no record can have brought along.
SAID = """() => {
  const own = element => element.closest("[lang]").lang === document.documentElement.lang;
  const fixed = "label, legend, button, dt, th[scope=col], nav:not(.crumbs), .hint, .lead, .empty";
  const apart = "script, style, textarea, code, [translate=no]";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = {all: [document.title], fixed: []};
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!own(parent) || parent.closest(apart)) continue;
    said.all.push(walk.currentNode.data);
    const ours = parent.closest(fixed) && !parent.closest(".choices");
    if (ours) said.fixed.push(walk.currentNode.data);
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (own(element)) said.all.push(element.getAttribute(name));
  const clean = texts => texts.map(text => text.replace(/\\s+/g, " ").trim()).filter(text => text);
  return {all: clean(said.all), fixed: clean(said.fixed)};
}"""
WORD = re.compile(r"[^\W\d_]+")
LEAST = 12
BLANK = re.compile(r"%\((\w+)\)[sd]")


class Said(TypedDict):
    all: list[str]
    fixed: list[str]


def left_german(said: Said, language: Language) -> list[str]:
    """Texts that are German although the page is not."""
    ours = [text for text in said["all"] if is_ours(text, language)]
    return ours + [text for text in said["fixed"] if has_common_words(text)]


def has_common_words(text: str) -> bool:
    return any(word.lower() in COMMON for word in WORD.findall(text))


def is_ours(text: str, language: Language) -> bool:
    """Whether it is a text of the catalogue that the language says in other words."""
    return bool(_untranslated(language).fullmatch(text))


@cache
def _untranslated(language: Language) -> re.Pattern[str]:
    with (WORDING / f"{language}.po").open("rb") as file:
        messages = [(_forms(one.id), _forms(one.string)) for one in read_po(file)]
    said = {text for _, strings in messages for text in strings}
    german = {text for ids, _ in messages for text in ids} - said
    return re.compile("|".join(_as_pattern(text) for text in sorted(german) if _tells(text)))


def _tells(text: str) -> bool:
    """Whether there is enough in it beside its blanks that no record says the same by chance."""
    return not BLANK.search(text) or len(BLANK.sub("", text)) >= LEAST


def _forms(texts: object) -> tuple[str, ...]:
    return texts if isinstance(texts, tuple) else (str(texts),)


def _as_pattern(text: str) -> str:
    first, *parts = BLANK.split(text)
    blanks = (r"\S+" if name == "number" else ".+" for name in parts[::2])
    ends = zip(blanks, parts[1::2], strict=True)
    return _escaped(first) + "".join(blank + _escaped(end) for blank, end in ends)


def _escaped(text: str) -> str:
    return re.escape(text.replace("%%", "%"))
