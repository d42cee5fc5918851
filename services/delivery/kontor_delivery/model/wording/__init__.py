"""What the invoice says, in each language: one catalogue of sentences and labels per file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kontor_contracts.values import Language

#: Dotted names, `payment.transfer`, to texts with `{places}`.
Wording = Mapping[str, str]


@cache
def wording(language: Language) -> Wording:
    source = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{name}": text
        for section, texts in tomllib.loads(source).items()
        for name, text in texts.items()
    }
