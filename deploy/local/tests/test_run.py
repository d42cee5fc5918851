"""`make run` tells where everything is, refuses a second one, and ends on Ctrl-C."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

from kontor_local.installation import Installation, kept_secret
from kontor_local.ports import free_ports
from kontor_local.processes import DEFAULT_PORTS, PROCESSES


async def start_run(directory: Path, ports: dict[str, int]) -> Process:
    settings = {name: str(port) for name, port in ports.items()}
    options = ("--parts-only", "--directory", str(directory))
    command = (sys.executable, "-m", "kontor_local.run", *options)
    environment = {**os.environ, **settings, "COLUMNS": "200"}
    return await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=STDOUT, env=environment
    )


async def read_until(process: Process, text: str) -> str:
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(180):
        while text not in said:
            line = await process.stdout.readline()
            assert line, said
            said += line.decode()
    return said


async def test_run_shows_addresses_refuses_a_second_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    ports = free_ports(DEFAULT_PORTS)
    first = await start_run(tmp_path, ports)
    try:
        said = await read_until(first, "Ctrl-C stops everything")
        assert f"127.0.0.1:{ports['KONTOR_LOCAL_KAFKA_PORT']}" in said
        assert str(tmp_path / "mail") in said
        second = await start_run(tmp_path, ports)
        await read_until(second, f"already running here, as process {first.pid}")
        assert await second.wait() == 1
        first.send_signal(signal.SIGINT)
        await read_until(first, "Stopped.")
    finally:
        await first.wait()
    assert first.returncode == 0


def test_a_setting_for_a_server_elsewhere_replaces_the_embedded_part(tmp_path: Path) -> None:
    url = "mongodb://db.example/?replicaSet=rs0"
    ports = free_ports(DEFAULT_PORTS)
    installation = Installation(tmp_path, ports, {"KONTOR_MONGO_URL": url})
    assert [part.name for part in installation.parts()] == ["kafka", "smtp-sink"]
    with_database = [one for one in installation.services() if one.name != "web-pages"]
    urls = {one.environment["KONTOR_MONGO_URL"] for one in with_database}
    assert urls == {url}


def test_a_process_gets_the_settings_it_declares_and_no_others(tmp_path: Path) -> None:
    services = Installation(tmp_path, free_ports(DEFAULT_PORTS)).services()
    told = {one.name for one in services if "KONTOR_ADMIN_PASSWORD" in one.environment}
    assert told == {"customers-api"}
    assert len(services) == sum(process.replicas for process in PROCESSES)


def test_links_in_mails_lead_to_the_port_that_delivery_listens_on(tmp_path: Path) -> None:
    ports = free_ports(DEFAULT_PORTS)
    services = {one.name: one for one in Installation(tmp_path, ports).services()}
    url = f"http://127.0.0.1:{ports['KONTOR_LOCAL_DELIVERY_API_PORT']}"
    assert services["delivery-email"].environment["KONTOR_PUBLIC_URL"] == url
    portal = f"http://127.0.0.1:{ports['KONTOR_LOCAL_WEB_PAGES_PORT']}/portal"
    assert services["delivery-email"].environment["KONTOR_PORTAL_URL"] == portal


def test_every_process_has_a_port_of_its_own() -> None:
    assert len(set(DEFAULT_PORTS.values())) == len(DEFAULT_PORTS)


def test_the_admin_password_is_kept_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "admin-password"
    password = kept_secret(file)
    assert kept_secret(file) == password
    assert len(password) > 20
    assert file.stat().st_mode & 0o777 == 0o600
