"""Give every test of every package the real parts to run on."""

from pathlib import Path

import pytest

pytest_plugins = ["kontor_local.testing", "kontor_chassis.testing"]

#: What is below shares one running Kontor, so one test process takes all of it.
WHOLE = Path(__file__).parent / "tests"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, when tests are spread over processes, what shares a running part."""
    for item in items:
        group = "whole" if item.path.is_relative_to(WHOLE) else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
