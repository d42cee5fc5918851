"""The demo keeps to its own directory and customers, and to itself."""

from pathlib import Path

import pytest
from kontor_local.demo import place
from kontor_local.demo.source import OtherCustomersError, prepared
from kontor_local.sample.files import NAMES, SAMPLE, path_of
from kontor_local.supervisor import AlreadyRunningError, locked


def test_the_sample_is_billed_unless_customers_are_asked_for(tmp_path: Path) -> None:
    assert prepared(tmp_path, None).folder == SAMPLE


def test_generated_customers_come_with_files_of_their_own(tmp_path: Path) -> None:
    source = prepared(tmp_path, 7)

    assert all(path_of(name, source.folder).exists() for name in NAMES)
    assert (source.folder / "organisation.json").exists()
    assert sum(1 for _ in source.expectation.customers()) == 7


def test_kept_data_of_other_customers_is_not_mixed_with_these(tmp_path: Path) -> None:
    prepared(tmp_path, None)

    with pytest.raises(OtherCustomersError, match="the sample; FRESH=1 starts over"):
        prepared(tmp_path, 7)

    assert prepared(tmp_path, None).name == "the sample"


def test_emptying_leaves_nothing_of_an_earlier_demo(tmp_path: Path) -> None:
    prepared(tmp_path, 7)

    place.emptied(tmp_path)

    assert prepared(tmp_path, None).name == "the sample"
    assert not (tmp_path / "import").exists()


def test_a_directory_in_use_is_not_emptied(tmp_path: Path) -> None:
    prepared(tmp_path, None)

    with locked(tmp_path / "run"), pytest.raises(AlreadyRunningError):
        place.emptied(tmp_path)

    assert (tmp_path / "customers").exists()


def test_a_running_kontor_is_named_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "RUN_DIRECTORY", tmp_path)

    with (
        locked(tmp_path / "run"),
        pytest.raises(AlreadyRunningError, match="Stop it first"),
        place.beside_no_run(),
    ):
        pass
