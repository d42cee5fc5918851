"""Give every test of every package the real parts to run on."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["kontor_local.testing", "kontor_chassis.testing"]


class BySharedParts(LoadScopeScheduling):
    """Keeps together, when tests are spread over processes, what shares a running part."""

    def _split_scope(self, nodeid: str) -> str:
        """A file stays whole; those below `tests/` share one running Kontor."""
        file, _, _ = nodeid.partition("::")
        return "tests" if file.startswith("tests/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return BySharedParts(config, log)
