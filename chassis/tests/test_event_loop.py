"""Connections by TLS are closed though the other side never says its last word."""

import asyncio
import contextlib
import socket
import ssl
import threading
from pathlib import Path

import uvloop
from kontor_chassis.event_loop import EventLoop
from kontor_local.ports import HOST
from kontor_local.testing.certificates import Certified, certified

#: Less than the 30 seconds after which everybody gives up.
PATIENCE = 20


def hear_out(server: socket.socket, files: Certified, over: threading.Event) -> None:
    """One client, whom nobody answers after the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.keystore)
    accepted, _ = server.accept()
    with context.wrap_socket(accepted, server_side=True):
        over.wait()


async def closed(port: int, files: Certified) -> bool:
    context = ssl.create_default_context(cafile=files.authority)
    _, writer = await asyncio.open_connection(HOST, port, ssl=context)
    writer.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE) as patience:
            await writer.wait_closed()
    writer.transport.abort()
    return not patience.expired()


def test_closing_does_not_wait_for_a_last_word_that_does_not_come(tmp_path: Path) -> None:
    files, over = certified(tmp_path), threading.Event()
    with socket.create_server((HOST, 0)) as server:
        threading.Thread(target=hear_out, args=(server, files, over)).start()
        try:
            port = server.getsockname()[1]
            assert uvloop.run(closed(port, files), loop_factory=EventLoop)
        finally:
            over.set()
