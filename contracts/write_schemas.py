"""Writes what is made from the declarations: `python contracts/write_schemas.py` after a change.

The schemas, the AsyncAPI document, the catalogue, and the topic map of the architecture page.
"""

import re
from pathlib import Path

from kontor_contracts.asyncapi import asyncapi
from kontor_contracts.catalogue_page import catalogue_page
from kontor_contracts.schema import schema_files
from kontor_contracts.topic_map import topic_map

CONTRACTS = Path(__file__).parent
ARCHITECTURE = CONTRACTS.parent / "ARCHITECTURE.md"
MAP = re.compile(r"(?<=checked by tests/contracts -->\n).*?(?=<!-- end of topic map)", re.DOTALL)

files = {CONTRACTS / "schemas" / path: text for path, text in schema_files().items()}
files[CONTRACTS / "asyncapi.json"] = asyncapi(CONTRACTS / "examples")
files[CONTRACTS.parent / "docs" / "catalogue.md"] = catalogue_page()
page = ARCHITECTURE.read_text(encoding="utf-8")
files[ARCHITECTURE] = MAP.sub(lambda _: topic_map(), page)

for target, text in files.items():
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
