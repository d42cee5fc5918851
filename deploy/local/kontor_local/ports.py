"""Where each part listens on this machine, always on the loopback address."""

import os
import socket
from collections.abc import Mapping

HOST = "127.0.0.1"

#: The ports of `make run`; each is changed by the setting that names it.
DEFAULTS = {
    "KONTOR_LOCAL_KAFKA_PORT": 29092,
    "KONTOR_LOCAL_KAFKA_CONTROLLER_PORT": 29093,
    "KONTOR_LOCAL_MONGO_PORT": 27117,
    "KONTOR_LOCAL_SMTP_PORT": 2525,
    "KONTOR_LOCAL_CUSTOMERS_PORT": 8101,
    "KONTOR_LOCAL_BILLING_PORT": 8102,
    "KONTOR_LOCAL_DELIVERY_PORT": 8103,
    "KONTOR_LOCAL_TASKS_PORT": 8104,
}


class PortTakenError(Exception):
    """Another program listens where a part of Kontor should."""


def configured_ports() -> dict[str, int]:
    return {setting: int(os.environ.get(setting, port)) for setting, port in DEFAULTS.items()}


def free_ports() -> dict[str, int]:
    """A port for every setting that nothing listens on now, for runs beside each other."""
    sockets = {setting: socket.create_server((HOST, 0)) for setting in DEFAULTS}
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
