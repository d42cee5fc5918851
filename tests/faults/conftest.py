"""Months to be billed, looks into the databases of the running Kontor, and chance."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from kontor_local.testing.everything import Everything
from kontor_local.testing.faults.month import Month, billable
from kontor_local.testing.faults.records import Records
from pymongo import AsyncMongoClient


@pytest.fixture(scope="session")
def unused() -> Iterator[int]:
    """Indices of customers that no test has imported yet."""
    return billable()


@pytest.fixture
def month_of(whole: Everything, unused: Iterator[int], tmp_path: Path) -> Callable[[int], Month]:
    """Makes a month of so many new customers."""
    return lambda customers: Month.of_fresh_customers(whole, unused, customers, tmp_path)


@pytest.fixture
async def records(whole: Everything) -> AsyncIterator[Records]:
    async with AsyncMongoClient(whole.installation.mongo_url) as client:
        yield Records(client)


@pytest.fixture
def dice_of(fault_seed: str) -> Callable[[str], Random]:
    """The dice of whatever is named: apart, so that the order of events changes no throw."""
    return lambda name: Random(f"{fault_seed} {name}")  # noqa: S311  # a fault is no secret
