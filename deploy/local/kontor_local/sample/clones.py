"""Rows of the sample as rows of a clone: the same business, other numbers, names and accounts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from kontor_local.sample import identities
from kontor_local.sample.files import NAMES, SAMPLE, Row, read_rows, write_rows

#: Columns that identify a party, each with the maker of another one.
IDENTITIES = {
    "email": identities.email,
    "iban": identities.iban,
    "siren": identities.siren,
    "siret": identities.siret,
    "vat_id": identities.vat_id,
}
#: Columns that hold the account number's digits.
REFERENCES = ("mandate_reference", "gocardless_mandate", "payment_reference")


def write_clones(indices: Sequence[int], target: Path, sample: Path = SAMPLE) -> None:
    """The import files of customers; customer i is a clone of sample customer i mod 40."""
    target.mkdir(parents=True, exist_ok=True)
    numbers = [row["number"] for row in read_rows("customers", sample)]
    for name in NAMES:
        rows = read_rows(name, sample)
        write_rows(name, rows[0].keys(), clones(rows, numbers, indices), target)


def clones(rows: list[Row], numbers: list[str], indices: Sequence[int]) -> Iterator[Row]:
    by_number: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_number[row["number"]].append(row)
    for index in indices:
        for row in by_number[numbers[index % len(numbers)]]:
            yield clone(row, index)


def clone(row: Row, index: int) -> Row:
    return {column: value and cell(row, column, index) for column, value in row.items()}


def cell(row: Row, column: str, index: int) -> str:
    value = row[column]
    if column == "number":
        return identities.account_number(index)
    if column == "name" and "legal_form" in row:
        return f"{value} {index + 1}"
    if column in REFERENCES:
        return value.replace(digits(row["number"]), digits(identities.account_number(index)))
    if column in IDENTITIES:
        return IDENTITIES[column](value, index)
    return value


def digits(account_number: str) -> str:
    """`10006` of `K-010006`: what mandate references are built from."""
    return account_number.removeprefix("K-").lstrip("0")
