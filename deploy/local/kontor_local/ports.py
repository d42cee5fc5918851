"""Where each part listens on this machine, always on the loopback address."""

import os
import socket
from collections.abc import Iterable, Mapping

HOST = "127.0.0.1"


class PortTakenError(Exception):
    """Another program listens where a part of Kontor should."""


def configured_ports(defaults: Mapping[str, int]) -> dict[str, int]:
    """The port of each setting: its value in the environment, else its default."""
    return {setting: int(os.environ.get(setting, port)) for setting, port in defaults.items()}


def free_ports(settings: Iterable[str]) -> dict[str, int]:
    """A port for every setting that nothing listens on now, for runs beside each other."""
    sockets = {setting: socket.create_server((HOST, 0)) for setting in settings}
    ports = {setting: opened.getsockname()[1] for setting, opened in sockets.items()}
    for opened in sockets.values():
        opened.close()
    return ports


def refuse_taken_ports(ports: Mapping[str, int]) -> None:
    """Raise PortTakenError when another program listens on one of them."""
    for setting, port in ports.items():
        if not is_free(port):
            raise PortTakenError(
                f"Port {port} is taken by another program. Set {setting} to another port."
            )


def is_free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True
