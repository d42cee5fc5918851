"""Connections to the public internet only: the address is judged when it is connected to.

A name checked earlier may lead elsewhere by now, so no check before the connection would do.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from ipaddress import ip_address

import httpcore
import httpx

from kontor_delivery.model.webhooks.address import is_public

KEPT_SECONDS = 30.0


class ForbiddenAddressError(Exception):
    """The name leads to an address that is not on the public internet."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves names itself and connects to the very address that it judged."""

    def __init__(self) -> None:
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        address = await _public_address(host, port)
        return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx over a guarded network; TLS still verifies the name that was asked for."""

    def __init__(self, *, allow_private: bool, connections: int) -> None:
        limits = httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=KEPT_SECONDS,
        )
        super().__init__(trust_env=False, limits=limits)
        if not allow_private:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=ssl.create_default_context(),
                max_connections=connections,
                max_keepalive_connections=connections,
                keepalive_expiry=KEPT_SECONDS,
                network_backend=GuardedNetwork(),
            )


async def _public_address(host: str, port: int) -> str:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(f"{host}: {error}") from error
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not addresses or not all(is_public(one) for one in addresses):
        raise ForbiddenAddressError(f"{host} is not on the public internet")
    return min(addresses, key=lambda one: ip_address(one).version)
