"""One running Kontor for all tests of the whole, and the chance that decides on its faults."""

import os
import secrets
from collections.abc import AsyncIterator

import pytest
from kontor_local.orphans import end_orphans
from kontor_local.testing import runs_directory
from kontor_local.testing.everything import Everything, everything

#: A run of few customers is work for many workers.
CHUNKS = {"KONTOR_CHUNK_PARTIES": "1"}
#: What a killed process held comes free soon; figures of faults are those of the usual settings.
LEASES = {
    "KONTOR_CHUNK_LEASE": "PT5S",
    "KONTOR_LEASE": "PT8S",
    "KONTOR_RELAY_LEASE": "PT5S",
    "KONTOR_CONSUMER_SESSION": "PT6S",
    "KONTOR_SMTP_TIMEOUT_SECONDS": "8",
}
SETTINGS = CHUNKS if os.environ.get("KONTOR_FAULT_FIGURES") else CHUNKS | LEASES
SEED = os.environ.setdefault("KONTOR_FAULT_SEED", str(secrets.randbelow(10**6)))


def pytest_report_header() -> str:
    return f"faults: KONTOR_FAULT_SEED={SEED}"


@pytest.fixture(scope="session")
def fault_seed() -> str:
    """Decides on every fault; the same one again with the same `KONTOR_FAULT_SEED`."""
    return SEED


@pytest.fixture(scope="package")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everything]:
    """Parts and services, running until the last test below `tests/` is done."""
    end_orphans(runs_directory(tmp_path_factory))
    async with everything(tmp_path_factory.mktemp("kontor"), SETTINGS) as running:
        yield running
