"""Give every test of every package the real parts to run on."""

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

#: Of those below `tests/`, the ones that need no running Kontor.
WITHOUT_KONTOR = (
    "tests/contracts/",
    "tests/faults/test_billing_workers.py",
    "tests/faults/test_gocardless_kill.py",
    "tests/faults/outside/",
)

# How long an example takes says more of the machine than of the code. The same examples each time:
# what is red then, the change has made red; `--hypothesis-profile=searching` looks further.
settings.register_profile("searching", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
pytest_plugins = ["kontor_local.testing", "kontor_chassis.testing"]


class BySharedParts(LoadScopeScheduling):
    """Keeps together, when tests are spread over processes, what shares a running part."""

    def _split_scope(self, nodeid: str) -> str:
        """A file stays whole; most of those below `tests/` share one running Kontor."""
        file, _, _ = nodeid.partition("::")
        shares = file.startswith("tests/") and not file.startswith(WITHOUT_KONTOR)
        return "tests" if shares else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return BySharedParts(config, log)
