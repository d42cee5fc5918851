"""Writes `contracts/schemas` anew: `python contracts/write_schemas.py` after an addition."""

from pathlib import Path

from kontor_contracts.schema import schema_files

SCHEMAS = Path(__file__).parent / "schemas"

for path, text in schema_files().items():
    target = SCHEMAS / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
