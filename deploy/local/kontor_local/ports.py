"""Where each part listens on this machine, always on the loopback address."""

import os
import random
import socket
from collections.abc import Iterable, Mapping

HOST = "127.0.0.1"
#: Below those that systems give to outgoing connections, which could take one before its part does.
FREE = range(15_000, 32_000)
#: "0/2" and "1/2": two runs that start at the same instant never choose the same port.
SHARE = "KONTOR_PORT_SHARE"


class PortTakenError(Exception):
    """Another program listens where a part of Kontor should."""


def configured_ports(defaults: Mapping[str, int]) -> dict[str, int]:
    """The port of each setting: its value in the environment, else its default."""
    return {setting: int(os.environ.get(setting, port)) for setting, port in defaults.items()}


def free_ports(settings: Iterable[str]) -> dict[str, int]:
    """A port for every setting that nothing listens on now, for runs beside each other."""
    turn, _, runs = os.environ.get(SHARE, "0/1").partition("/")
    ours = FREE[int(turn) :: int(runs)]
    chosen = (port for port in random.sample(ours, len(ours)) if is_free(port))
    return dict(zip(settings, chosen, strict=False))


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
