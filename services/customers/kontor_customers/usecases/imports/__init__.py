"""Imports from CSV: chunk by chunk, each in one transaction, the same file again without effect."""

from kontor_customers.usecases.imports.job import Import
from kontor_customers.usecases.imports.kinds import KINDS, Kind
from kontor_customers.usecases.imports.run import run

__all__ = ["KINDS", "Import", "Kind", "run"]
