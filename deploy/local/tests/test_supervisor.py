"""The supervisor keeps processes running, stops them in order and clears up after its own death."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kontor_local.child import StartFailedError
from kontor_local.orphans import identity, orphan_pids
from kontor_local.ports import HOST, PortTakenError, free_ports, is_free
from kontor_local.probes import healthy
from kontor_local.program import Program
from kontor_local.supervisor import AlreadyRunningError, Supervisor, supervised
from kontor_local.testing import eventually

HERE = Path(__file__).parent
#: Does not end when asked to.
STUBBORN = "--stubborn"


def a_stand_in(directory: Path, name: str = "stand-in", *options: str) -> Program:
    port = free_ports([name])[name]
    return Program(
        name=name,
        command=(
            sys.executable,
            str(HERE / "stand_in.py"),
            str(port),
            f"{directory / 'notes'}",
            *options,
        ),
        environment={"STAND_IN": name},
        ports={"STAND_IN_PORT": port},
        ready=healthy(port),
        stop_limit=0.5 if STUBBORN in options else 60,
    )


def notes(directory: Path) -> list[str]:
    return (directory / "notes").read_text().split()


async def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    program = a_stand_in(tmp_path)
    async with supervised([[program]], tmp_path, said.append) as supervisor:
        first = supervisor.child("stand-in").pid
        os.kill(first, signal.SIGKILL)
        await eventually(lambda: supervisor.child("stand-in").pid != first)
        await eventually(program.ready)
    assert said == ["stand-in was ended by SIGKILL; starting it again in 0.25 s"]


async def test_the_last_stage_stops_first(tmp_path: Path) -> None:
    stages = [[a_stand_in(tmp_path, "part")], [a_stand_in(tmp_path, "service")]]
    async with supervised(stages, tmp_path):
        pass
    assert notes(tmp_path) == ["service", "part"]


async def test_a_process_that_will_not_end_is_killed_at_its_limit(tmp_path: Path) -> None:
    async with supervised([[a_stand_in(tmp_path, "deaf", STUBBORN)]], tmp_path) as supervisor:
        pid = supervisor.child("deaf").pid
    assert identity(pid) is None


async def test_a_second_supervisor_is_refused_with_the_pid_of_the_first(tmp_path: Path) -> None:
    async with supervised([], tmp_path):
        with pytest.raises(
            AlreadyRunningError, match=f"already running here, as process {os.getpid()}"
        ):
            async with supervised([], tmp_path):
                pass


async def test_a_taken_port_stops_the_start_before_anything_runs(tmp_path: Path) -> None:
    first, second = a_stand_in(tmp_path, "first"), a_stand_in(tmp_path, "second")
    port = second.ports["STAND_IN_PORT"]
    with (
        socket.create_server((HOST, port)),
        pytest.raises(PortTakenError, match=f"{port} is taken"),
    ):
        async with supervised([[first], [second]], tmp_path):
            pass
    assert not (tmp_path / "log").exists()


async def test_when_one_process_cannot_start_the_others_are_stopped(tmp_path: Path) -> None:
    good = a_stand_in(tmp_path, "good")
    bad = Program(
        name="bad", command=(sys.executable, "-c", "raise SystemExit('no licence')"), ready=never
    )
    with pytest.raises(StartFailedError, match=r"bad ended with 1(.|\n)*no licence"):
        async with supervised([[good], [bad]], tmp_path):
            pass
    assert is_free(good.ports["STAND_IN_PORT"])
    assert notes(tmp_path) == ["good"]


async def never() -> bool:
    return False


@asynccontextmanager
async def a_killed_supervisor(directory: Path, port: int) -> AsyncIterator[None]:
    script = str(HERE / "supervise_stand_in.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, script, str(directory), str(port)
    )
    try:
        await eventually((directory / "ready").exists)
    finally:
        process.kill()
        await process.wait()
    yield


async def test_the_next_start_ends_what_a_killed_supervisor_left_behind(tmp_path: Path) -> None:
    port = free_ports(["STAND_IN_PORT"])["STAND_IN_PORT"]
    said: list[str] = []
    async with a_killed_supervisor(tmp_path, port):
        [orphan] = orphan_pids(tmp_path)
        assert not is_free(port)
        async with supervised([], tmp_path, said.append):
            assert identity(orphan) is None
            assert is_free(port)
    assert notes(tmp_path) == ["orphan"]
    assert said == ["Processes left over by an earlier, killed run, now ended: 1."]


async def test_only_orphans_of_the_same_directory_are_ended(tmp_path: Path) -> None:
    port = free_ports(["STAND_IN_PORT"])["STAND_IN_PORT"]
    mine, other = tmp_path / "mine", tmp_path / "other"
    mine.mkdir(), other.mkdir()
    async with a_killed_supervisor(other, port):
        [orphan] = orphan_pids(other)
        async with supervised([], mine):
            assert identity(orphan) is not None
        async with supervised([], other):
            assert identity(orphan) is None


async def test_a_running_supervisor_has_no_orphans(tmp_path: Path) -> None:
    async with supervised([[a_stand_in(tmp_path)]], tmp_path) as supervisor:
        assert isinstance(supervisor, Supervisor)
        assert orphan_pids(tmp_path) == []
